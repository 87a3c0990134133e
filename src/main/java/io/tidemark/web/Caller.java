package io.tidemark.web;

import io.tidemark.stream.Reader;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who sent this request: set by {@link AccessFilter}. */
@RequestScoped
public class Caller {
    private @Nullable Reader reader;
    private String username = "";
    private @Nullable String clientId;

    /** The token is valid; what it may do is not decided yet. */
    void presents(Reader reader, String username, @Nullable String clientId) {
        this.reader = reader;
        this.username = username;
        this.clientId = clientId;
    }

    /** Absent if there was no valid token. */
    @Nullable Reader presented() {
        return reader;
    }

    Reader reader() {
        if (reader == null) throw new IllegalStateException("Nobody was let in");
        return reader;
    }

    /** What the token calls its account. */
    String username() {
        return username;
    }

    /** The token's client, if it names one. */
    @Nullable String clientId() {
        return clientId;
    }
}
