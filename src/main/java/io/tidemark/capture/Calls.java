package io.tidemark.capture;

import io.tidemark.emit.AuditEmitter;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.Payload;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Begins audited calls and records how they end. Thread-safe. */
@ApplicationScoped
class Calls {
    private static final Logger LOGGER = Logger.getLogger(Calls.class.getName());

    @Inject
    private Operations operations;

    @Inject
    private AuditContext context;

    @Inject
    private Capture capture;

    @Inject
    private AuditEmitter audit;

    /** The call that begins; absent: there is no rule for it. */
    @Nullable Call begin(InvocationContext invocation) {
        Method method = invocation.getMethod();
        AuditedRule rule = method == null ? null : operations.rule(invocation.getTarget(), method);
        if (rule == null) return null;
        @Nullable Object[] arguments = invocation.getParameters();
        if (arguments == null) arguments = new @Nullable Object[0];
        Recording recording = rule.capture() ? recording(rule, arguments) : null;
        return new Call(rule, arguments, context.current(), recording);
    }

    private Recording recording(AuditedRule rule, @Nullable Object[] arguments) {
        Recording recording = capture.begin(rule.method(), arguments);
        Place place = Current.place();
        Map<String, List<String>> headers = place == null ? Map.of() : place.headers();
        if (!headers.isEmpty()) recording.headers(headers);
        return recording;
    }

    /** In the transaction of now: if it cannot be stored, that rolls back. */
    void succeeded(Call call, @Nullable Object result) {
        AuditEvent event = event(call, result).succeeded();
        Payload payload = call.returned(result);
        if (payload == null) audit.emit(event);
        else audit.emit(event, payload);
    }

    /** In a transaction of its own. Never throws. */
    void failed(Call call, Throwable thrown) {
        if (!records(call)) return;
        Throwable cause = Failure.cause(thrown);
        storeAlone(
                call, () -> event(call, null).failed(Failure.of(cause, message(call, cause))), () -> call.threw(cause));
    }

    private @Nullable String message(Call call, Throwable cause) {
        Recording recording = call.recording();
        return recording == null
                ? capture.message(cause, call.rule().method(), call.arguments())
                : recording.message(cause);
    }

    /** It returned, but its transaction was marked for rollback. Never throws. */
    void rolledBack(Call call, @Nullable Object result) {
        if (records(call)) {
            storeAlone(call, () -> event(call, result).failed(Failure.ROLLBACK_ONLY), () -> call.returned(result));
        }
    }

    /**
     * Records it when it completes, in a transaction of its own: the caller's is over by then, or another's. It is the
     * event of whom it began for; who completes it may be anybody.
     */
    void completesLater(Call call, CompletionStage<?> stage) {
        Past begun = Past.of(call.context(), Current.place());
        var unused = stage.whenComplete((result, thrown) -> {
            Current.Stay stay = Current.enter(begun);
            try {
                if (thrown != null) failed(call, thrown);
                else storeAlone(call, () -> event(call, result).succeeded(), () -> call.returned(result));
            } finally {
                stay.close();
            }
        });
    }

    private CallEvent event(Call call, @Nullable Object result) {
        return CallEvent.of(call, result, capture.conversion());
    }

    private void storeAlone(Call call, Supplier<AuditEvent> told, Supplier<@Nullable Payload> captured) {
        Place place = Current.place();
        Current.Stay stay = Current.enter(place == null ? call::context : place);
        try {
            AuditEvent event = told.get();
            Payload payload = captured.get();
            if (payload == null) audit.emitAlways(event);
            else audit.emitAlways(event, payload);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOGGER.log(Level.SEVERE, e, () -> "Lost the event of " + call.rule().operation());
        } finally {
            stay.close();
        }
    }

    private static boolean records(Call call) {
        return call.rule().recordOnError() || call.replay() != null;
    }
}
