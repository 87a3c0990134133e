package io.tidemark.capture;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Decorator;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.Interceptor;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Finds the methods that are audited, by annotation or by configuration, when the application starts. */
public class AuditedExtension implements Extension {
    private final List<ConfiguredRule> configured = new ArrayList<>();
    private final Map<BeanMethod, ConfiguredRule> applied = new HashMap<>();
    private final Map<ConfiguredRule, Method> used = new HashMap<>();
    private final List<Operation> operations = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    void configure(@Observes BeforeBeanDiscovery discovery) {
        Config config = ConfigProvider.getConfig();
        configured.addAll(new ConfiguredRules(
                        config.getPropertyNames(),
                        key -> config.getOptionalValue(key, String.class).orElse(""))
                .read(problems));
    }

    /** Binds the interceptors to what the configuration names. */
    <T> void bind(@Observes ProcessAnnotatedType<T> type) {
        String name = type.getAnnotatedType().getJavaClass().getName();
        for (ConfiguredRule rule : configured) {
            if (rule.type().equals(name)) bind(rule, type);
        }
    }

    private <T> void bind(ConfiguredRule rule, ProcessAnnotatedType<T> type) {
        AnnotatedType<T> annotated = type.getAnnotatedType();
        for (AnnotatedMethod<? super T> method : annotated.getMethods()) {
            Method java = method.getJavaMember();
            if (!rule.names(java)) continue;
            if (method.isAnnotationPresent(Audited.class) || annotated.isAnnotationPresent(Audited.class)) {
                problems.add(rule.key() + ": " + AuditedRule.where(annotated.getJavaClass(), java)
                        + " has a rule already: @Audited");
            } else if (used.put(rule, java) != null) {
                problems.add(rule.key() + ": " + AuditedRule.where(annotated.getJavaClass(), java)
                        + " is overloaded: name the types of its parameters");
            } else if (applied.putIfAbsent(new BeanMethod(annotated.getJavaClass(), java), rule) != null) {
                problems.add(rule.key() + ": " + AuditedRule.where(annotated.getJavaClass(), java)
                        + " has a rule already: " + rule.key());
            } else {
                type.configureAnnotatedType()
                        .filterMethods(candidate -> candidate.getJavaMember().equals(java))
                        .forEach(candidate -> candidate.add(Sample.BINDING));
            }
        }
    }

    <T> void collect(@Observes ProcessManagedBean<T> found) {
        Bean<T> bean = found.getBean();
        if (bean instanceof Interceptor || bean instanceof Decorator) return;
        AnnotatedType<T> type = found.getAnnotatedBeanClass();
        Audited all = type.getAnnotation(Audited.class);
        for (AnnotatedMethod<? super T> method : type.getMethods()) {
            Method java = method.getJavaMember();
            if (java.isBridge() || java.isSynthetic()) continue;
            Declared declared = declared(type.getJavaClass(), method, all);
            if (declared != null) add(bean, java, declared);
        }
    }

    private @Nullable Declared declared(Class<?> bean, AnnotatedMethod<?> method, @Nullable Audited all) {
        Method java = method.getJavaMember();
        ConfiguredRule rule = applied.get(new BeanMethod(bean, java));
        if (rule != null) return rule.declared();
        Audited own = method.getAnnotation(Audited.class);
        if (own != null) return Declared.of(own);
        int modifiers = java.getModifiers();
        boolean covered = Modifier.isPublic(modifiers)
                && !Modifier.isStatic(modifiers)
                && java.getDeclaringClass() != Object.class;
        return all != null && covered ? Declared.of(all) : null;
    }

    private void add(Bean<?> bean, Method method, Declared declared) {
        try {
            operations.add(new Operation(new RuleCheck(bean.getBeanClass(), method, declared).rule(), bean));
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    void missing(@Observes AfterBeanDiscovery discovery) {
        for (ConfiguredRule rule : configured) {
            if (!used.containsKey(rule)) {
                problems.add(rule.key() + ": there is no method " + rule.type() + "#" + rule.method() + " of a bean");
            }
        }
    }

    List<Operation> operations() {
        return operations;
    }

    List<String> problems() {
        return problems;
    }

    /** A method as a bean has it, which may have inherited it. */
    private record BeanMethod(Class<?> bean, Method method) {}

    /** Has the binding that is given to others; its members count for nothing, those of the configuration do. */
    @Audited
    private static final class Sample {
        static final Audited BINDING = Objects.requireNonNull(Sample.class.getAnnotation(Audited.class));
    }
}
