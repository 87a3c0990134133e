package io.tidemark.capture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;

/**
 * The context of the events that this thread emits, and the way to take it to another thread.
 *
 * <pre>{@code
 * executor.submit(context.contextual(() -> transfers.settle(batch)));
 * }</pre>
 *
 * <p>Executors and context services that an application defines ({@code @ManagedExecutorDefinition},
 * {@code @ContextServiceDefinition}) propagate it by themselves, as the type {@code Tidemark}. Thread-safe.
 */
@ApplicationScoped
public class AuditContext {
    @Inject
    private RequestSettings settings;

    /** What is known now. Outside a request: the caller, if the server knows one on this thread. */
    public RequestContext current() {
        if (Current.place() instanceof Past past) return past.context();
        RequestContext context = Current.context();
        if (context.accountId() == null) context = withCaller(context);
        return context.traced(CurrentSpan.traceId());
    }

    /** The task, to be run in the context of now. */
    public Runnable contextual(Runnable task) {
        RequestContext captured = current();
        return () -> {
            Current.Stay stay = Current.enter(() -> captured);
            try {
                task.run();
            } finally {
                stay.close();
            }
        };
    }

    /** The task, to be run in the context of now. */
    public <T> Callable<T> contextual(Callable<T> task) {
        RequestContext captured = current();
        return () -> call(captured, task);
    }

    /** Runs a task in a context of its own: a job that acts as somebody. */
    public <T> T call(RequestContext context, Callable<T> task) throws Exception {
        Current.Stay stay = Current.enter(() -> context);
        try {
            return task.call();
        } finally {
            stay.close();
        }
    }

    private RequestContext withCaller(RequestContext context) {
        CallerIdentity caller = settings.identity(ThreadCaller.principal());
        if (caller.accountId() == null) return context;
        return context.as(caller.inSession(context.sessionId()).inRoles(context.roles()));
    }
}
