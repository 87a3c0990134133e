package io.tidemark.guard;

import io.tidemark.event.AccessDenied;
import io.tidemark.event.Credential;
import io.tidemark.store.Log;
import io.tidemark.stream.Broadcaster;
import io.tidemark.stream.Reader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Asks the log whether a reader may still come in. Thread-safe. */
@ApplicationScoped
public class Gate {
    @Inject
    private Log log;

    @Inject
    private Broadcaster broadcaster;

    /**
     * Passes a reader whose session, token, account and role were not revoked in the second its token was issued, or
     * later. Of a stream that is being opened it must be asked after the stream was subscribed: in the other order a
     * revocation could pass unseen.
     *
     * @throws AccessDenied if one was
     * @throws io.tidemark.stream.StreamRefused if the log was not heard of within the lease
     * @throws io.tidemark.event.LogUnavailable if the database does not answer
     */
    public void check(Reader reader) {
        log.admit(credential(reader));
    }

    /**
     * What the log is to be asked for together with what the reader is to get of it.
     *
     * <p>Why is it refused at once when the log has been silent for the lease? A frozen database would keep the request, and
     * its connection, for as long as a long query may take.
     *
     * @throws io.tidemark.stream.StreamRefused if the log was not heard of within the lease
     */
    public Credential credential(Reader reader) {
        broadcaster.requireFresh();
        return reader.credential();
    }
}
