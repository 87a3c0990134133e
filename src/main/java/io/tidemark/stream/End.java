package io.tidemark.stream;

import java.util.Locale;

/** Why a stream ends, and what its reader is told. */
public sealed interface End {
    /** The word for metrics and logs. */
    String reason();

    /** The last frame, without an id: the reader's cursor stays where it is. */
    String frame();

    /** The reader may come back, with a new token if this one expired. */
    enum Closed implements End {
        EXPIRED,
        REPLACED,
        STALE,
        SHUTDOWN,
        STALLED,
        GONE;

        @Override
        public String reason() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String frame() {
            return "event: closed\ndata: {\"reason\":\"" + reason() + "\"}\n\n";
        }
    }

    /** The reader lost its access at that position. The type is one of the revoking ones. */
    record Revoked(long seq, String eventType, String kind) implements End {
        @Override
        public String reason() {
            return "revoked";
        }

        @Override
        public String frame() {
            return "event: revoked\ndata: {\"seq\":" + seq + ",\"eventType\":\"" + eventType + "\",\"reason\":\"" + kind
                    + "\"}\n\n";
        }
    }
}
