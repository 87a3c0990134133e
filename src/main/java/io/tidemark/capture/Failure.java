package io.tidemark.capture;

import io.tidemark.event.AuditEventBuilder;
import io.tidemark.event.ErrorCategory;
import io.tidemark.event.Fit;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** How a call failed. */
record Failure(
        ErrorCategory category,
        @Nullable String code,
        @Nullable String message) {
    static final Failure ROLLBACK_ONLY =
            new Failure(ErrorCategory.HANDLER, "RollbackOnly", "The transaction was marked for rollback");

    /** By name: a host need not have all of these classes. */
    private static final Map<String, ErrorCategory> KNOWN = Map.ofEntries(
            Map.entry("jakarta.ws.rs.NotAuthorizedException", ErrorCategory.AUTHN),
            Map.entry("jakarta.security.enterprise.AuthenticationException", ErrorCategory.AUTHN),
            Map.entry("javax.security.auth.login.LoginException", ErrorCategory.AUTHN),
            Map.entry("jakarta.ws.rs.ForbiddenException", ErrorCategory.AUTHZ),
            Map.entry("jakarta.ejb.AccessLocalException", ErrorCategory.AUTHZ),
            Map.entry("jakarta.ejb.EJBAccessException", ErrorCategory.AUTHZ),
            Map.entry("java.lang.SecurityException", ErrorCategory.AUTHZ),
            Map.entry("io.tidemark.emit.AuditException", ErrorCategory.SYSTEM),
            Map.entry("jakarta.ejb.EJBException", ErrorCategory.SYSTEM),
            Map.entry("jakarta.persistence.PersistenceException", ErrorCategory.SYSTEM),
            Map.entry("jakarta.transaction.RollbackException", ErrorCategory.SYSTEM),
            Map.entry("jakarta.transaction.SystemException", ErrorCategory.SYSTEM),
            Map.entry("jakarta.transaction.TransactionalException", ErrorCategory.SYSTEM),
            Map.entry("java.io.IOException", ErrorCategory.SYSTEM),
            Map.entry("java.lang.Error", ErrorCategory.SYSTEM),
            Map.entry("java.sql.SQLException", ErrorCategory.SYSTEM));

    /** @param message the exception's, as it may be stored */
    static Failure of(Throwable thrown, @Nullable String message) {
        Throwable cause = cause(thrown);
        AuditedError told = cause.getClass().getAnnotation(AuditedError.class);
        String code = told == null || told.code().isEmpty() ? name(cause.getClass()) : told.code();
        ErrorCategory category = told == null ? known(cause.getClass()) : told.category();
        return new Failure(category, Fit.name(code), message);
    }

    void describe(AuditEventBuilder event) {
        event.failed(category, code, message);
    }

    /** What was thrown, without what carried it here. */
    static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException
                        || cause instanceof ExecutionException
                        || cause instanceof InvocationTargetException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static ErrorCategory known(Class<?> thrown) {
        for (Class<?> type = thrown; type != null; type = type.getSuperclass()) {
            ErrorCategory category = KNOWN.get(type.getName());
            if (category != null) return category;
        }
        return ErrorCategory.HANDLER;
    }

    /** A class without a name of its own has its parent's. */
    private static String name(Class<?> thrown) {
        return thrown.getSimpleName().isEmpty() ? name(thrown.getSuperclass()) : thrown.getSimpleName();
    }
}
