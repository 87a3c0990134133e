package io.tidemark.capture;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records what goes into an operation and what comes out of it.
 *
 * <pre>{@code
 * try (Recording recording = capture.begin(method, arguments)) {
 *     try {
 *         Object result = context.proceed();
 *         audit.emit(event, recording.returned(result));
 *     } catch (Exception e) {
 *         audit.emitAlways(failure.errorMessage(recording.message(e)), recording.threw(e));
 *         throw e;
 *     }
 * }
 * }</pre>
 *
 * <p>Never throws, never calls a method of what it is given but those of the JDK's own values and collections. Nothing
 * is captured that is not begun here. Thread-safe.
 */
@ApplicationScoped
public class Capture {
    @Inject
    private CaptureSettings settings;

    private Conversion conversion = new Conversion(new SensitiveNames(SensitiveNames.DEFAULT), CaptureSettings.BYTES);

    @PostConstruct
    void configure() {
        conversion = new Conversion(settings.names(), settings.limit());
    }

    /** An argument of an operation; a sensitive one is not kept. */
    public record Argument(String name, @Nullable Object value, boolean sensitive) {}

    /**
     * Begins with the method's arguments as they are now, by the names of its parameters, which have to be compiled in
     * ({@code javac -parameters}) to be known. {@link Sensitive} counts on parameters, and on the method for its result.
     */
    public Recording begin(Method method, @Nullable Object @Nullable [] arguments) {
        boolean nothing = method.getReturnType() == void.class;
        return new Recording(
                conversion, arguments(method, arguments), nothing, method.isAnnotationPresent(Sensitive.class));
    }

    private static List<Argument> arguments(Method method, @Nullable Object @Nullable [] arguments) {
        List<Argument> named = new ArrayList<>();
        Parameter[] parameters = method.getParameters();
        for (int i = 0; arguments != null && i < Math.min(parameters.length, arguments.length); i++) {
            boolean sensitive = parameters[i].isAnnotationPresent(Sensitive.class);
            named.add(new Argument(parameters[i].getName(), arguments[i], sensitive));
        }
        return named;
    }

    /** Begins with these arguments. */
    public Recording begin(List<Argument> arguments) {
        return new Recording(conversion, arguments, false, false);
    }

    /**
     * The message of what was thrown as it may be stored, without a recording: what looks like a secret is redacted, NUL
     * is replaced; at most 1,024 characters. Absent if it has none.
     */
    public @Nullable String message(Throwable failure) {
        return conversion.message(failure, new Secrets());
    }

    /** The same, without what a recording of these arguments would redact. */
    @Nullable String message(Throwable failure, Method method, @Nullable Object[] arguments) {
        Secrets secrets = new Secrets();
        conversion.arguments(arguments(method, arguments), secrets);
        return conversion.message(failure, secrets);
    }

    Conversion conversion() {
        return conversion;
    }
}
