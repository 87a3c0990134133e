package io.tidemark.capture;

import jakarta.annotation.Priority;
import jakarta.ejb.AsyncResult;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.AroundTimeout;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Records the success of an audited call in its transaction; see {@link AuditedCall}. */
@Audited
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
public class AuditedSuccess implements Serializable {
    private static final long serialVersionUID = 1;

    @Inject
    private Calls calls;

    @Inject
    private TransactionStatus transaction;

    @AroundInvoke
    @Nullable Object record(InvocationContext invocation) throws Exception {
        Object result = invocation.proceed();
        if (invocation.getContextData().get(Call.KEY) instanceof Call call) returned(call, result);
        return result;
    }

    @AroundTimeout
    @Nullable Object recordTimeout(InvocationContext invocation) throws Exception {
        return record(invocation);
    }

    private void returned(Call call, @Nullable Object result) throws Exception {
        if (result instanceof CompletionStage<?> stage && done(stage) == null) {
            calls.completesLater(call, stage);
            return;
        }
        Object value;
        try {
            value = value(result);
        } catch (CancellationException | ExecutionException e) {
            calls.failed(call, e); // returned, not thrown: nobody else sees it
            return;
        }
        if (transaction.isDoomed()) call.rolledBack();
        else calls.succeeded(call, value);
    }

    /** The stage as a future if it is done. A stage may be a future that refuses to be asked. */
    static @Nullable CompletableFuture<?> done(CompletionStage<?> stage) {
        try {
            CompletableFuture<?> future = stage.toCompletableFuture();
            return future.isDone() ? future : null;
        } catch (UnsupportedOperationException e) {
            return null;
        }
    }

    /** What a future holds; of one that is not done nothing is known but that it was returned. */
    static @Nullable Object value(@Nullable Object result) throws ExecutionException, InterruptedException {
        if (result instanceof AsyncResult<?> asynchronous) return asynchronous.get();
        if (result instanceof CompletionStage<?> stage) {
            CompletableFuture<?> done = done(stage);
            return done == null ? null : done.get();
        }
        if (result instanceof Future<?> future) return future.isDone() ? future.get() : null;
        return result;
    }
}
