package io.tidemark.capture;

import io.tidemark.event.Payload;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An audited call, from its beginning until it is recorded. What its interceptors know of it. */
final class Call implements AutoCloseable {
    /** Where the interceptors of one call find it. */
    static final String KEY = Call.class.getName();

    private final AuditedRule rule;
    private final @Nullable Object[] arguments;
    private final RequestContext context;
    private final @Nullable Recording recording;
    private final @Nullable Replay replay;
    private final long started = System.nanoTime();
    private boolean rolledBack;

    Call(AuditedRule rule, @Nullable Object[] arguments, RequestContext context, @Nullable Recording recording) {
        this.rule = rule;
        this.arguments = arguments;
        this.context = context;
        this.recording = recording;
        this.replay = Replay.take(rule);
    }

    AuditedRule rule() {
        return rule;
    }

    @Nullable Object[] arguments() {
        return arguments;
    }

    @Nullable Replay replay() {
        return replay;
    }

    /** As it was when the call began. */
    RequestContext context() {
        return context;
    }

    Duration duration() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** The method returned, but its transaction will not commit. */
    void rolledBack() {
        rolledBack = true;
    }

    boolean isRolledBack() {
        return rolledBack;
    }

    @Nullable Payload returned(@Nullable Object result) {
        return recording == null ? null : recording.returned(result);
    }

    @Nullable Payload threw(Throwable failure) {
        return recording == null ? null : recording.threw(failure);
    }

    /** The message as it may be stored, if it is captured what must not be in it. */
    @Nullable Recording recording() {
        return recording;
    }

    @Override
    public void close() {
        if (recording != null) recording.close();
    }
}
