package io.tidemark.capture;

import io.tidemark.emit.Catalogue;
import io.tidemark.emit.StartupRule;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The audited operations of this application, by name. Immutable after the start, thread-safe. */
@ApplicationScoped
public class Operations implements StartupRule {
    @Inject
    private AuditedExtension found;

    @Inject
    private Catalogue catalogue;

    private final SortedMap<String, Operation> byName = new TreeMap<>();
    private final Map<Signature, AuditedRule> rules = new HashMap<>();
    private final Set<String> roles = new HashSet<>();
    private final List<String> doubled = new ArrayList<>();

    @PostConstruct
    void collect() {
        for (Operation operation : found.operations()) {
            AuditedRule rule = operation.rule();
            Operation other = byName.putIfAbsent(rule.operation(), operation);
            if (other != null) {
                doubled.add("@Audited on " + rule.where() + ": the operation '" + rule.operation()
                        + "' has another rule, on " + other.rule().where() + ": name one of them");
            }
            rules.put(Signature.of(rule.bean(), rule.method()), rule);
            roles.addAll(rule.roles());
        }
    }

    /** The operation of that name ({@code AuditEvent.operation()}); absent: it is no longer there. */
    public @Nullable Operation find(String name) {
        return byName.get(name);
    }

    /** In the order of their names. */
    public List<Operation> all() {
        return List.copyOf(byName.values());
    }

    /** The rule for a call; the target may be a subclass that the container made. */
    @Nullable AuditedRule rule(Object target, Method method) {
        for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
            AuditedRule rule = rules.get(Signature.of(type, method));
            if (rule != null) return rule;
        }
        return null;
    }

    /** The roles that the operations ask for. */
    Set<String> roles() {
        return roles;
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(found.problems());
        problems.addAll(doubled);
        for (Operation operation : found.operations()) {
            AuditedRule rule = operation.rule();
            if (!catalogueKnows(rule.type())) {
                problems.add("@Audited on " + rule.where() + ": there is no event type '" + rule.type() + "'");
            }
        }
        return problems;
    }

    /** A broken catalogue has a line of its own. */
    private boolean catalogueKnows(String type) {
        try {
            return catalogue.types().find(type) != null;
        } catch (IllegalArgumentException | IllegalStateException e) {
            return true;
        }
    }

    private record Signature(Class<?> bean, String name, List<Class<?>> parameters) {
        static Signature of(Class<?> bean, Method method) {
            return new Signature(bean, method.getName(), List.of(method.getParameterTypes()));
        }
    }
}
