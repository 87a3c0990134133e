package io.tidemark.capture;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** What a method gives: of a stage or a future, what it completes with. */
final class ResultType {
    private ResultType() {}

    static Type of(Method method) {
        Type type = method.getGenericReturnType();
        Class<?> raw = raw(type);
        boolean later = CompletionStage.class.isAssignableFrom(raw) || Future.class.isAssignableFrom(raw);
        if (!later) return type;
        return type instanceof ParameterizedType parameterized
                ? parameterized.getActualTypeArguments()[0]
                : Object.class;
    }

    static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) return plain;
        if (type instanceof ParameterizedType parameterized) return raw(parameterized.getRawType());
        if (type instanceof TypeVariable<?> variable) return raw(variable.getBounds()[0]);
        if (type instanceof WildcardType wildcard) return raw(wildcard.getUpperBounds()[0]);
        return Object.class; // of an array of generics nothing can be read
    }
}
