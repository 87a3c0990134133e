package io.tidemark.guard;

import io.tidemark.event.Access;
import io.tidemark.store.Log;
import io.tidemark.store.Log.Revocation;
import io.tidemark.stream.Broadcaster;
import io.tidemark.stream.Reader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

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
     * <p>Why is it refused at once when the log has been silent for the lease? A frozen database would keep the request, and
     * its connection, for as long as a long query may take.
     *
     * @throws AccessDenied if one was
     * @throws io.tidemark.stream.StreamRefused if the log was not heard of within the lease
     * @throws io.tidemark.event.LogUnavailable if the database does not answer
     */
    public void check(Reader reader) {
        broadcaster.requireFresh();
        List<Access> accesses = reader.accesses();
        List<String> ids = accesses.stream().map(Access::id).distinct().toList();
        for (Revocation revocation : log.revocations(ids, reader.issuedAt())) {
            if (accesses.contains(revocation.access())) {
                throw new AccessDenied(
                        "Access was revoked (" + revocation.eventType() + ", seq " + revocation.seq() + ")");
            }
        }
    }
}
