package io.tidemark.capture;

import com.github.f4b6a3.uuid.UuidCreator;
import io.tidemark.event.AuditEventBuilder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A replay that this thread is about to run: its first call of the rule is the one that it is about. */
record Replay(AuditedRule rule, UUID original, UUID eventId) implements AutoCloseable {
    private static final ThreadLocal<@Nullable Replay> NEXT = new ThreadLocal<>();

    static Replay begin(AuditedRule rule, UUID original) {
        Replay replay = new Replay(rule, original, UuidCreator.getTimeOrderedEpochPlus1());
        NEXT.set(replay);
        return replay;
    }

    /** The replay that a call of this rule is; absent: it is an ordinary call. */
    static @Nullable Replay take(AuditedRule rule) {
        Replay replay = NEXT.get();
        if (replay == null || !replay.rule().equals(rule)) return null;
        NEXT.remove();
        return replay;
    }

    void describe(AuditEventBuilder event) {
        event.id(eventId).source("replay").replayedFrom(original);
    }

    @Override
    public void close() {
        NEXT.remove();
    }
}
