package io.tidemark.capture;

import io.tidemark.event.Mutation;
import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The calls of a method are recorded, or those of all public methods of a class: of a CDI bean, an EJB, a JAX-RS resource.
 *
 * <pre>{@code
 * @Audited(type = "bank.transfer", targetType = "account", target = "order.to", metadata = "amount=order.amount")
 * @Transactional
 * public Receipt transfer(Order order) { … }
 * }</pre>
 *
 * <p>A success is stored in the method's transaction: if that rolls back later, nothing is recorded. A failure, an exception or
 * a transaction that the method marked for rollback, is stored in a transaction of its own. A method that returns a
 * {@link java.util.concurrent.CompletionStage} that is not complete is recorded when it completes, in a transaction of its own.
 * A call from within the bean ({@code this.transfer(…)}) passes by the container and is not recorded.
 *
 * <p>A path such as {@code order.id} begins with the name of an argument (compile with {@code -parameters}) or with
 * {@code result}; it goes on with components of records, getters or keys of maps. What a rule names and the method does not
 * have stops the deployment.
 */
@Documented
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Audited {
    /** A type of the catalogue; by default {@code resource.mutation}, if there is a mutation. */
    @Nonbinding
    String type() default "";

    /** A name of its own; by default {@code Class.method}. */
    @Nonbinding
    String operation() default "";

    /** What is acted upon. If it is {@code account}, the target's id is also the event's {@code targetAccountId}. */
    @Nonbinding
    String targetType() default "";

    /** The path of the target's id; by default the argument with {@link AuditTarget}. */
    @Nonbinding
    String target() default "";

    /** What is done to the target; a member of the metadata. */
    @Nonbinding
    Mutation mutation() default Mutation.NONE;

    /** Further members of the metadata: {@code path}, named as its last part, or {@code name=path}. */
    @Nonbinding
    String[] metadata() default {};

    /** Whether failures are recorded too. */
    @Nonbinding
    boolean recordOnError() default true;

    /** Whether arguments and result are kept, redacted. */
    @Nonbinding
    boolean capture() default false;

    /** Whether a captured call may be run again. */
    @Nonbinding
    boolean replayable() default false;
}
