package io.tidemark.capture;

import io.tidemark.event.ErrorCategory;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How an exception is recorded.
 *
 * <pre>{@code
 * @AuditedError(code = "no-money")
 * class NoMoney extends Exception { … }
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AuditedError {
    /** The event's {@code errorCode}; by default the exception's simple name. */
    String code() default "";

    ErrorCategory category() default ErrorCategory.HANDLER;
}
