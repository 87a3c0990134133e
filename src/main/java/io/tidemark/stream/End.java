package io.tidemark.stream;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Why a stream ends, and what its reader is told. */
public sealed interface End {
    /** The word for metrics and logs. */
    String reason();

    /** The type of the event that tells the reader. */
    String event();

    /** Its JSON. */
    String data();

    /** When the reader is to come back, if not after the usual time. */
    default @Nullable Duration comeBackAfter(Duration usual) {
        return null;
    }

    /** The reader may come back, with a new token if this one expired. */
    enum Closed implements End {
        EXPIRED,
        REPLACED,
        STALE,
        SHUTDOWN,
        STALLED,
        /** What it had yet to send is no longer kept. */
        PURGED,
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

        /** Where all streams of a node end, their readers must not come back at once: from half of it to one and a half. */
        @Override
        public @Nullable Duration comeBackAfter(Duration usual) {
            if (this != STALE && this != SHUTDOWN) return null;
            return usual.dividedBy(2).plusMillis(ThreadLocalRandom.current().nextLong(usual.toMillis() + 1));
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
