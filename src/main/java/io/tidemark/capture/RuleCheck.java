package io.tidemark.capture;

import io.tidemark.event.Fit;
import io.tidemark.event.Mutation;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes of what was written for a method the rule that is applied, or says what is wrong with it. */
final class RuleCheck {
    private static final String MUTATED = "resource.mutation";

    /** Their calls run on a thread that a replay knows nothing of. */
    private static final Set<String> ASYNCHRONOUS =
            Set.of("jakarta.ejb.Asynchronous", "jakarta.enterprise.concurrent.Asynchronous");

    private final Class<?> bean;
    private final Method method;
    private final Declared declared;

    RuleCheck(Class<?> bean, Method method, Declared declared) {
        this.bean = bean;
        this.method = method;
        this.declared = declared;
    }

    /** @throws IllegalArgumentException with a line that names the method, if it does not fit */
    AuditedRule rule() {
        try {
            interceptable();
            return new AuditedRule(
                    bean,
                    method,
                    type(),
                    operation(),
                    targetType(),
                    target(),
                    declared.mutation(),
                    metadata(),
                    declared.recordOnError(),
                    captured(),
                    replayable(),
                    roles());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "@Audited on " + AuditedRule.where(bean, method) + ": " + e.getMessage(), e);
        }
    }

    private void interceptable() {
        int modifiers = method.getModifiers();
        if (Modifier.isStatic(modifiers) || Modifier.isPrivate(modifiers) || Modifier.isFinal(modifiers)) {
            throw new IllegalArgumentException("a static, private or final method is not intercepted");
        }
    }

    private boolean captured() {
        for (Parameter parameter : method.getParameters()) {
            if (declared.capture() && !parameter.isNamePresent()) {
                throw new IllegalArgumentException(
                        "capture needs the names of the parameters: compile with -parameters");
            }
        }
        return declared.capture();
    }

    private String type() {
        if (!declared.type().isEmpty()) return declared.type();
        if (declared.mutation() == Mutation.NONE)
            throw new IllegalArgumentException("a type or a mutation is required");
        return MUTATED;
    }

    private String operation() {
        String name =
                declared.operation().isEmpty() ? bean.getSimpleName() + "." + method.getName() : declared.operation();
        if (!name.equals(Fit.name(name)))
            throw new IllegalArgumentException("operation must be a line of 255 characters");
        return name;
    }

    private @Nullable String targetType() {
        String name = declared.targetType();
        if (name.isEmpty()) return null;
        if (!name.equals(Fit.name(name)))
            throw new IllegalArgumentException("targetType must be a line of 255 characters");
        return name;
    }

    private @Nullable ValuePath target() {
        ValuePath marked = marked();
        if (declared.target().isEmpty()) {
            boolean needed = !declared.targetType().isEmpty() || type().equals(MUTATED);
            if (needed && marked == null) {
                throw new IllegalArgumentException("a target or an argument with @AuditTarget is required");
            }
            return marked;
        }
        if (marked != null)
            throw new IllegalArgumentException("it has both a target and an argument with @AuditTarget");
        return ValuePath.of(declared.target(), method);
    }

    private @Nullable ValuePath marked() {
        ValuePath marked = null;
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            AuditTarget target = parameters[i].getAnnotation(AuditTarget.class);
            if (target == null) continue;
            if (marked != null) throw new IllegalArgumentException("two arguments have @AuditTarget");
            marked = ValuePath.ofArgument(i, target.value(), method);
        }
        return marked;
    }

    private Map<String, ValuePath> metadata() {
        Map<String, ValuePath> members = new LinkedHashMap<>();
        for (String member : declared.metadata()) {
            int equals = member.indexOf('=');
            ValuePath path = ValuePath.of(member.substring(equals + 1).strip(), method);
            String name = equals < 0 ? path.name() : member.substring(0, equals).strip();
            if (members.put(name, path) != null) {
                throw new IllegalArgumentException("metadata has the member '" + name + "' twice");
            }
        }
        return members;
    }

    private boolean replayable() {
        if (!declared.replayable()) return false;
        if (!declared.capture()) throw new IllegalArgumentException("replayable needs capture");
        boolean asynchronous = Stream.of(method.getAnnotations(), bean.getAnnotations())
                .flatMap(Arrays::stream)
                .map(annotation -> annotation.annotationType().getName())
                .anyMatch(ASYNCHRONOUS::contains);
        if (asynchronous) throw new IllegalArgumentException("an asynchronous method cannot be replayable");
        if (annotation(DenyAll.class) != null)
            throw new IllegalArgumentException("nobody may call it: it cannot be replayable");
        return true;
    }

    private Set<String> roles() {
        RolesAllowed allowed = annotation(RolesAllowed.class);
        return allowed == null ? Set.of() : Set.of(allowed.value());
    }

    private <A extends Annotation> @Nullable A annotation(Class<A> type) {
        A own = method.getAnnotation(type);
        return own == null ? bean.getAnnotation(type) : own;
    }
}
