package io.tidemark.capture;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The argument of an {@link Audited} method that is acted upon, or has its id.
 *
 * <pre>{@code
 * @Audited(mutation = Mutation.UPDATE, targetType = "invoice")
 * public void approve(@AuditTarget("id") Invoice invoice) { … }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface AuditTarget {
    /** The path from the argument to the id; by default the argument is the id. */
    String value() default "";
}
