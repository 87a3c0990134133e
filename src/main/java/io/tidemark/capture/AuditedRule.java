package io.tidemark.capture;

import io.tidemark.event.Mutation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the calls of one method are recorded: checked, ready to be applied. Immutable.
 *
 * @param bean the bean's class, which may inherit the method
 * @param metadata the paths of further members, by name
 * @param roles those that the method asks for
 */
record AuditedRule(
        Class<?> bean,
        Method method,
        String type,
        String operation,
        @Nullable String targetType,
        @Nullable ValuePath target,
        Mutation mutation,
        Map<String, ValuePath> metadata,
        boolean recordOnError,
        boolean capture,
        boolean replayable,
        Set<String> roles) {

    /** As messages name the method. */
    String where() {
        return where(bean, method);
    }

    static String where(Class<?> bean, Method method) {
        return bean.getName() + "#" + method.getName();
    }
}
