package io.tidemark.capture;

import io.tidemark.event.AuditEvent;
import io.tidemark.event.AuditEventBuilder;
import io.tidemark.event.Fit;
import io.tidemark.event.InvalidEvent;
import io.tidemark.event.Metadata;
import io.tidemark.event.Mutation;
import io.tidemark.event.Target;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The event of a call that has ended, as its rule says. */
final class CallEvent {
    private static final String ACCOUNT = "account";

    private final Call call;
    private final @Nullable Object result;
    private final Conversion conversion;

    private CallEvent(Call call, @Nullable Object result, Conversion conversion) {
        this.call = call;
        this.result = result;
        this.conversion = conversion;
    }

    static CallEvent of(Call call, @Nullable Object result, Conversion conversion) {
        return new CallEvent(call, result, conversion);
    }

    AuditEvent succeeded() {
        return built(described());
    }

    AuditEvent failed(Failure failure) {
        AuditEventBuilder event = described();
        failure.describe(event);
        return built(event);
    }

    private AuditEventBuilder described() {
        AuditedRule rule = call.rule();
        AuditEventBuilder event =
                AuditEvent.of(rule.type()).operation(rule.operation()).duration(call.duration());
        String id = targetId();
        if (rule.targetType() != null || id != null) event.target(new Target(rule.targetType(), id, null));
        if (ACCOUNT.equals(rule.targetType())) event.target(id);
        Replay replay = call.replay();
        if (replay != null) replay.describe(event);
        return event;
    }

    /** The action counts, not what it was told in: what is too large for metadata is left out. */
    private AuditEvent built(AuditEventBuilder event) {
        Map<String, @Nullable Object> members = members();
        if (members.isEmpty()) return event.build();
        try {
            return event.metadata(Metadata.of(members)).build();
        } catch (InvalidEvent e) {
            return event.metadata((Metadata) null).build();
        }
    }

    private Map<String, @Nullable Object> members() {
        AuditedRule rule = call.rule();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (rule.mutation() != Mutation.NONE) {
            members.put("mutation", rule.mutation().text());
            put(members, "resourceType", rule.targetType());
            put(members, "resourceId", targetId());
        }
        rule.metadata().forEach((name, path) -> put(members, name, plain(value(path))));
        Set<String> roles = new TreeSet<>(rule.roles());
        roles.retainAll(call.context().roles());
        if (!roles.isEmpty()) members.put("roles", roles);
        return members;
    }

    private static void put(Map<String, @Nullable Object> members, String name, @Nullable Object value) {
        if (value != null) members.put(name, value);
    }

    private @Nullable String targetId() {
        ValuePath path = call.rule().target();
        Object id = path == null ? null : value(path);
        return id == null ? null : Fit.name(conversion.text(id));
    }

    private @Nullable Object value(ValuePath path) {
        Object value = path.value(call.arguments(), result);
        return value != null && path.isSensitive(conversion.names()) ? SensitiveText.REDACTED : value;
    }

    /** What JSON has; of anything else what would be captured of it, as a text: its own text may say a secret. */
    private @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Collection<?> many && !Types.isUnloaded(many)) return all(many);
        return one(value);
    }

    private @Nullable Object one(@Nullable Object value) {
        Object scalar = value == null ? null : Scalars.of(value);
        if (scalar instanceof Number || scalar instanceof Boolean) return scalar;
        return value == null ? null : Fit.text(conversion.text(value));
    }

    private @Nullable Object all(Collection<?> many) {
        try {
            return many.stream().map(this::one).toList();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return null; // one that cannot be loaded any more
        }
    }
}
