package io.tidemark.stream;

import java.util.Locale;

/** Why a stream ends, and what its reader is told. */
public sealed interface End {
    /** The word for metrics and logs. */
    String reason();

    /** The type of the event that tells the reader. */
    String event();

    /** Its JSON. */
    String data();

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
        public String event() {
            return "closed";
        }

        @Override
        public String data() {
            return "{\"reason\":\"" + reason() + "\"}";
        }
    }

    /** The reader lost its access at that position. The type is one of the revoking ones. */
    record Revoked(long seq, String eventType, String kind) implements End {
        @Override
        public String reason() {
            return "revoked";
        }

        @Override
        public String event() {
            return "revoked";
        }

        @Override
        public String data() {
            return "{\"seq\":" + seq + ",\"eventType\":\"" + eventType + "\",\"reason\":\"" + kind + "\"}";
        }
    }
}
