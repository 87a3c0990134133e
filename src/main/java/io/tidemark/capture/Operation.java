package io.tidemark.capture;

import io.tidemark.event.EventJson;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A method that is audited, as something that can be run again. Immutable, thread-safe. */
public final class Operation {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final AuditedRule rule;
    private final Bean<?> bean;

    Operation(AuditedRule rule, Bean<?> bean) {
        this.rule = rule;
        this.bean = bean;
    }

    AuditedRule rule() {
        return rule;
    }

    /** As in {@link io.tidemark.event.AuditEvent#operation()}. */
    public String name() {
        return rule.operation();
    }

    /** Whether {@link Audited#replayable()} allows it. */
    public boolean replayable() {
        return rule.replayable();
    }

    /** Whether one of the caller's roles allows it, where its method asks for roles: the container asks for those of requests only. */
    public boolean isAllowed(Predicate<String> role) {
        return rule.roles().isEmpty() || rule.roles().stream().anyMatch(role);
    }

    /**
     * Runs it again, on this thread, as this thread's caller, through the bean's proxy: with its interceptors, its transaction
     * and its roles. It is recorded as an event of source {@code replay}: a success in the operation's transaction, a failure
     * in one of its own. A result that comes later is waited for.
     *
     * @param request what was captured: a JSON object with all the arguments by name; null is zero for a number
     * @param original the event whose operation it was
     * @throws UnfitRequest if the JSON does not fit the method's parameters: nothing was run
     * @throws IllegalStateException if it is not replayable: nothing was run
     */
    public Replayed replay(String request, UUID original) {
        if (!replayable()) throw new IllegalStateException(name() + " is not replayable");
        @Nullable Object[] arguments = arguments(request);
        BeanManager beans = CDI.current().getBeanManager();
        CreationalContext<?> creation = beans.createCreationalContext(bean);
        try (Replay replay = Replay.begin(rule, original)) {
            Entry entry = entry();
            Object reference = beans.getReference(bean, entry.type(), creation);
            return invoke(entry.method(), reference, arguments, replay);
        } finally {
            creation.release();
        }
    }

    private static Replayed invoke(Method method, Object reference, @Nullable Object[] arguments, Replay replay) {
        try {
            Object result = awaited(method.invoke(reference, arguments));
            return new Replayed(replay.eventId(), result, null);
        } catch (InvocationTargetException e) {
            return new Replayed(replay.eventId(), null, Failure.cause(e));
        } catch (Exception e) {
            if (e instanceof InterruptedException) Thread.currentThread().interrupt();
            return new Replayed(replay.eventId(), null, Failure.cause(e));
        }
    }

    private static @Nullable Object awaited(@Nullable Object result) throws Exception {
        if (result instanceof CompletionStage<?> stage)
            return stage.toCompletableFuture().get();
        return result instanceof Future<?> future ? future.get() : result;
    }

    private @Nullable Object[] arguments(String request) {
        Parameter[] parameters = rule.method().getParameters();
        Type[] types = rule.method().getGenericParameterTypes();
        @Nullable Object[] arguments = new @Nullable Object[parameters.length];
        try {
            JsonNode json = EventJson.MAPPER.readTree(request);
            if (!json.isObject()) throw new UnfitRequest("the request must be an object");
            Set<String> unknown = new TreeSet<>(json.propertyNames());
            for (int i = 0; i < parameters.length; i++) {
                String name = parameters[i].getName();
                unknown.remove(name);
                JsonNode value = json.path(name);
                if (value.isMissingNode()) throw new UnfitRequest("the request lacks the argument " + name);
                arguments[i] = MAPPER.readerFor(MAPPER.constructType(types[i])).readValue(value);
            }
            if (!unknown.isEmpty())
                throw new UnfitRequest(
                        name() + " has no argument " + unknown.iterator().next());
            return arguments;
        } catch (JacksonException e) {
            throw new UnfitRequest("the request does not fit the arguments of " + name());
        }
    }

    /** The type of the bean by which a client calls the method: its class, or an interface that has the method. */
    private Entry entry() {
        for (Type type : bean.getTypes()) {
            if (!(type instanceof Class<?> candidate) || candidate == Object.class) continue;
            try {
                Method method = candidate.getMethod(
                        rule.method().getName(), rule.method().getParameterTypes());
                method.trySetAccessible(); // a public method of a class that is not
                return new Entry(candidate, method);
            } catch (NoSuchMethodException e) {
                // Another type may have it.
            }
        }
        throw new IllegalStateException(name() + " cannot be called by a client");
    }

    private record Entry(Class<?> type, Method method) {}
}
