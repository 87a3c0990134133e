package io.tidemark.replay;

import io.tidemark.capture.Operation;
import io.tidemark.capture.Operations;
import io.tidemark.capture.Replayed;
import io.tidemark.capture.UnfitRequest;
import io.tidemark.emit.AuditEmitter;
import io.tidemark.emit.Origin;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.ErrorCategory;
import io.tidemark.event.Payload;
import io.tidemark.query.Captured;
import io.tidemark.query.Events;
import io.tidemark.store.Buckets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs captured operations again. Each attempt that was let in is an {@code audit.replay} of the log, a refused one too.
 * Thread-safe.
 */
@ApplicationScoped
public class Replays {
    /** Of each account, on all nodes together. */
    public static final Buckets.Rate RATE = new Buckets.Rate(5, Duration.ofSeconds(12));

    @Inject
    private Events events;

    @Inject
    private Operations operations;

    @Inject
    private Buckets buckets;

    @Inject
    private AuditEmitter audit;

    @Inject
    private Origin origin;

    private record Attempt(
            UUID eventId,
            @Nullable UUID replayEventId,
            boolean success,
            @Nullable String reason) {}

    /**
     * Runs the operation of that event again: on this thread, as its caller, with the arguments that were captured. The new
     * event is stored whether or not anybody waits for the answer.
     *
     * @param account whose limit it counts against
     * @param role whether the caller has that role
     * @return what became of it; absent if there is no such event
     * @throws NotReplayable if it cannot be
     * @throws ReplayForbidden if the operation asks for a role that the caller lacks
     * @throws TooManyReplays if the account has to wait
     * @throws io.tidemark.event.LogUnavailable if the database does not answer
     */
    public @Nullable Replayed replay(UUID id, String account, Predicate<String> role) {
        Captured captured = events.captured(id);
        if (captured == null) return null;
        AuditEvent event = captured.event();
        try {
            Replayed replayed = run(captured, id, account, role);
            record(event, account, new Attempt(id, replayed.eventId(), replayed.success(), null));
            return replayed;
        } catch (NotReplayable e) {
            record(event, account, new Attempt(id, null, false, e.rule()));
            throw e;
        } catch (ReplayForbidden e) {
            record(event, account, new Attempt(id, null, false, "forbidden"));
            throw e;
        } catch (TooManyReplays e) {
            record(event, account, new Attempt(id, null, false, "rate-limited"));
            throw e;
        }
    }

    private Replayed run(Captured captured, UUID id, String account, Predicate<String> role) {
        String request = request(captured.payload());
        Operation operation = operation(captured.event());
        if (!operation.isAllowed(role)) throw new ReplayForbidden("The operation requires a role of its own");
        Duration wait = buckets.take(key(account), RATE);
        if (!wait.isZero()) throw new TooManyReplays(wait);
        try {
            return operation.replay(request, id);
        } catch (UnfitRequest e) {
            buckets.giveBack(key(account), RATE);
            throw new NotReplayable("arguments", "The operation takes other arguments now");
        }
    }

    /** Only what stands for exactly what was there: a placeholder must not be taken for a value. */
    private static String request(@Nullable Payload payload) {
        Payload.Side side = payload == null ? null : payload.request();
        if (side == null) throw new NotReplayable("captured", "Nothing was captured of this event's operation");
        String json = side.json();
        if (json == null) throw new NotReplayable("truncated", "The request was too large to be captured");
        if (side.redacted()) throw new NotReplayable("redacted", "Values of the request were redacted");
        if (side.altered())
            throw new NotReplayable("altered", "Values of the request could not be captured as they were");
        return json;
    }

    /** Of this application: another one in the same log may have an operation of the same name. */
    private Operation operation(AuditEvent event) {
        String name = event.operation();
        boolean own = origin.service().equals(event.service());
        Operation operation = own && name != null ? operations.find(name) : null;
        if (operation == null) throw new NotReplayable("operation", "This server has no such operation");
        if (!operation.replayable())
            throw new NotReplayable("replayable", "The operation does not allow to be replayed");
        return operation;
    }

    private void record(AuditEvent event, String account, Attempt attempt) {
        var trace = AuditEvent.of("audit.replay")
                .account(account)
                .operation("events.replay")
                .target("operation", event.operation() == null ? "none" : event.operation())
                .metadata(attempt);
        audit.emitAlways(attempt.success() ? trace : trace.failed(ErrorCategory.HANDLER, attempt.reason(), null));
    }

    private static String key(String account) {
        return "replay " + account;
    }
}
