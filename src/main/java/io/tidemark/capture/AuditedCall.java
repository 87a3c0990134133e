package io.tidemark.capture;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.AroundTimeout;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Records the failures of an audited call, from without its transaction.
 *
 * <p>Why two interceptors? A success belongs into the transaction that {@code @Transactional} (priority 200) opens, so
 * {@link AuditedSuccess} stands within; a failure must be stored although that rolls back, and without holding its connection, and
 * a commit that fails is one too, so this one stands without. Their priorities fix the order, whatever order the application
 * names its own interceptors in.
 */
@Audited
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class AuditedCall implements Serializable {
    private static final long serialVersionUID = 1;

    @Inject
    private Calls calls;

    @AroundInvoke
    @Nullable Object record(InvocationContext invocation) throws Exception {
        Call begun = calls.begin(invocation);
        if (begun == null) return invocation.proceed();
        invocation.getContextData().put(Call.KEY, begun);
        Current.Stay stay = Current.enter(place(begun));
        try (Call call = begun) {
            Object result = invocation.proceed();
            if (call.isRolledBack()) calls.rolledBack(call, result);
            return result;
        } catch (Exception | Error e) {
            calls.failed(begun, e);
            throw e;
        } finally {
            stay.close();
        }
    }

    @AroundTimeout
    @Nullable Object recordTimeout(InvocationContext invocation) throws Exception {
        return record(invocation);
    }

    /** What the method emits by itself is of this operation too. */
    private static Place place(Call call) {
        Place place = Current.place();
        Place outer = place == null ? () -> RequestContext.NONE : place;
        return outer.running(call.rule().operation());
    }
}
