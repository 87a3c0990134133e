package io.tidemark.capture;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an object of the application's own class shows: the components of a record, else the fields that are public or
 * have a getter.
 *
 * <p>Why are fields read and no getter called? A getter may throw, load from the database, or count. A field does nothing.
 *
 * @param sensitive nothing: the class is marked
 * @param members absent if an object of it is no data: a stream, a bean of the server, a proxy
 */
record Shape(boolean sensitive, @Nullable List<Member> members) {
    static final Shape OPAQUE = new Shape(false, null);

    private static final Set<String> HIDDEN = Set.of("JsonbTransient", "JsonIgnore", "XmlTransient");

    record Member(String name, Field field, boolean sensitive) {}

    static Shape of(Class<?> type) {
        if (type.isAnnotationPresent(Sensitive.class)) return new Shape(true, null);
        if (!isData(type)) return OPAQUE;
        try {
            List<Member> members = type.isRecord() ? components(type) : fields(type);
            return members.isEmpty() && !type.isRecord() ? OPAQUE : new Shape(false, members);
        } catch (NoSuchFieldException | LinkageError | SecurityException e) {
            return OPAQUE;
        }
    }

    private static boolean isData(Class<?> type) {
        String name = type.getName();
        boolean generated = type.isHidden()
                || type.isSynthetic()
                || Proxy.isProxyClass(type)
                || name.contains("$$")
                || name.contains("$Proxy$");
        return !generated && !Scalars.ofTheJdk(type) && !Types.isOfThePlatform(type);
    }

    private static List<Member> components(Class<?> type) throws NoSuchFieldException {
        List<Member> members = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            add(members, type.getDeclaredField(component.getName()), component.getAccessor());
        }
        return members;
    }

    private static List<Member> fields(Class<?> type) {
        Map<String, Method> getters = getters(type);
        List<Class<?>> lineage = new ArrayList<>();
        for (Class<?> c = type; c != null && !Scalars.ofTheJdk(c); c = c.getSuperclass()) lineage.add(0, c);
        List<Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Class<?> c : lineage) {
            for (Field field : c.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (Modifier.isStatic(modifiers) || Modifier.isTransient(modifiers) || field.isSynthetic()) continue;
                Method getter = getters.get(SensitiveNames.folded(field.getName()));
                boolean shown = Modifier.isPublic(modifiers) || getter != null;
                if (shown && names.add(field.getName())) add(members, field, getter);
            }
        }
        return members;
    }

    private static Map<String, Method> getters(Class<?> type) {
        Map<String, Method> getters = new HashMap<>();
        for (Method method : type.getMethods()) {
            if (method.getParameterCount() > 0 || method.getReturnType() == void.class) continue;
            if (Modifier.isStatic(method.getModifiers()) || method.getDeclaringClass() == Object.class) continue;
            String name = method.getName();
            if (name.startsWith("get") || name.startsWith("is")) {
                getters.put(SensitiveNames.folded(name.substring(name.startsWith("get") ? 3 : 2)), method);
            }
            getters.putIfAbsent(SensitiveNames.folded(name), method);
        }
        return getters;
    }

    private static void add(List<Member> members, Field field, @Nullable Method getter) {
        if (isHidden(field) || (getter != null && isHidden(getter)) || !field.trySetAccessible()) return;
        boolean sensitive = field.isAnnotationPresent(Sensitive.class)
                || (getter != null && getter.isAnnotationPresent(Sensitive.class));
        members.add(new Member(field.getName(), field, sensitive));
    }

    private static boolean isHidden(java.lang.reflect.AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .anyMatch(annotation ->
                        HIDDEN.contains(annotation.annotationType().getSimpleName()));
    }
}
