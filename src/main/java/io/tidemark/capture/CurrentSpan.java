package io.tidemark.capture;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's span of this thread, where the application sees its API.
 *
 * <p>Why reflection? The API comes with the server's feature or with the application, in any version, or not at all.
 */
final class CurrentSpan {
    private static final @Nullable CurrentSpan API = find();

    private final Method current;
    private final Method context;
    private final Method isValid;
    private final Method traceId;

    private CurrentSpan(Class<?> span, Class<?> spanContext) throws NoSuchMethodException {
        current = span.getMethod("current");
        context = span.getMethod("getSpanContext");
        isValid = spanContext.getMethod("isValid");
        traceId = spanContext.getMethod("getTraceId");
    }

    /** The trace's id; absent if there is no span. */
    static @Nullable String traceId() {
        if (API == null) return null;
        try {
            Object spanContext = API.context.invoke(API.current.invoke(null));
            return (boolean) API.isValid.invoke(spanContext) ? (String) API.traceId.invoke(spanContext) : null;
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }

    private static @Nullable CurrentSpan find() {
        try {
            return new CurrentSpan(
                    Class.forName("io.opentelemetry.api.trace.Span"),
                    Class.forName("io.opentelemetry.api.trace.SpanContext"));
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }
}
