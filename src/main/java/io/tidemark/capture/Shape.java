package io.tidemark.capture;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
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
 * @param whole all that it holds is shown
 * @param members absent if an object of it is no data: a stream, a bean of the server, a proxy
 */
record Shape(boolean sensitive, boolean whole, @Nullable List<Member> members) {
    static final Shape OPAQUE = new Shape(false, false, null);

    private static final Set<String> HIDDEN = Set.of("JsonbTransient", "JsonIgnore", "XmlTransient");

    record Member(String name, Field field, boolean sensitive) {}

    static Shape of(Class<?> type) {
        boolean sensitive = type.isAnnotationPresent(Sensitive.class);
        Shape opaque = sensitive ? new Shape(true, false, null) : OPAQUE;
        if (!isData(type)) return opaque;
        try {
            List<Member> members = new ArrayList<>();
            boolean whole = type.isRecord() ? components(type, members) : fields(type, members);
            return members.isEmpty() && !type.isRecord() ? opaque : new Shape(sensitive, whole, members);
        } catch (NoSuchFieldException | LinkageError | SecurityException e) {
            return opaque;
        }
    }

    /** What the members hold. */
    Iterator<? extends @Nullable Object> values(Object of) {
        return members == null
                ? Collections.emptyIterator()
                : members.stream().map(member -> read(member.field(), of)).iterator();
    }

    static @Nullable Object read(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException e) {
            return Careful.UNREADABLE;
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

    private static boolean components(Class<?> type, List<Member> members) throws NoSuchFieldException {
        boolean whole = true;
        for (RecordComponent component : type.getRecordComponents()) {
            whole &= add(members, type.getDeclaredField(component.getName()), component.getAccessor());
        }
        return whole;
    }

    private static boolean fields(Class<?> type, List<Member> members) {
        Map<String, Method> getters = getters(type);
        List<Class<?>> lineage = new ArrayList<>();
        for (Class<?> c = type; c != null && !Scalars.ofTheJdk(c); c = c.getSuperclass()) lineage.add(0, c);
        boolean whole = true;
        Set<String> names = new HashSet<>();
        for (Class<?> c : lineage) {
            for (Field field : c.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (Modifier.isStatic(modifiers) || field.isSynthetic()) continue;
                Method getter = getters.get(SensitiveNames.folded(field.getName()));
                boolean open = Modifier.isPublic(modifiers) || getter != null;
                boolean shown = open && !Modifier.isTransient(modifiers) && names.add(field.getName());
                whole &= shown && add(members, field, getter);
            }
        }
        return whole;
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

    private static boolean add(List<Member> members, Field field, @Nullable Method getter) {
        if (isHidden(field) || (getter != null && isHidden(getter)) || !field.trySetAccessible()) return false;
        boolean sensitive = field.isAnnotationPresent(Sensitive.class)
                || (getter != null && getter.isAnnotationPresent(Sensitive.class));
        return members.add(new Member(field.getName(), field, sensitive));
    }

    private static boolean isHidden(java.lang.reflect.AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .anyMatch(annotation ->
                        HIDDEN.contains(annotation.annotationType().getSimpleName()));
    }
}
