package io.tidemark.capture;

import java.io.Serializable;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The way from a call to a value: {@code order.id}, {@code result.id}. Begins with an argument or the result; a further part is
 * a record's component, a getter or a key of a map. Immutable.
 */
final class ValuePath {
    static final String RESULT = "result";
    private static final int OF_RESULT = -1;

    private final String text;
    private final int root;
    private final List<String> parts;
    private final String argument;
    private final boolean marked;

    private ValuePath(String text, int root, List<String> parts, String argument, boolean marked) {
        this.text = text;
        this.root = root;
        this.parts = parts;
        this.argument = argument;
        this.marked = marked;
    }

    /**
     * A path of that method.
     *
     * @throws IllegalArgumentException if the method has no such argument, or a type no such member
     */
    static ValuePath of(String text, Method method) {
        List<String> all = Arrays.asList(text.split("\\.", -1));
        String first = all.get(0);
        int index = index(first, method);
        if (index != OF_RESULT) return from(text, index, all.subList(1, all.size()), method);
        if (!first.equals(RESULT)) {
            throw new IllegalArgumentException("there is no argument '" + first + "', only " + arguments(method));
        }
        return from(text, OF_RESULT, all.subList(1, all.size()), method);
    }

    /** The path from an argument. */
    static ValuePath ofArgument(int index, String rest, Method method) {
        List<String> parts = rest.isEmpty() ? List.of() : Arrays.asList(rest.split("\\.", -1));
        return from(rest, index, parts, method);
    }

    /** The value; absent if there is none, or if a member on the way cannot be read. Never throws. */
    @Nullable Object value(@Nullable Object[] arguments, @Nullable Object result) {
        Object value = root == OF_RESULT ? result : arguments[root];
        for (String part : parts) {
            if (value == null) return null;
            value = member(value, part);
        }
        return value;
    }

    boolean isOfResult() {
        return root == OF_RESULT;
    }

    /** Whether it goes by what is not kept: a sensitive name or what is marked. */
    boolean isSensitive(SensitiveNames names) {
        return marked || names.match(argument) || parts.stream().anyMatch(names::match);
    }

    /** The last part. */
    String name() {
        return parts.isEmpty() ? text : parts.get(parts.size() - 1);
    }

    private static ValuePath from(String text, int root, List<String> parts, Method method) {
        Type type = root == OF_RESULT ? ResultType.of(method) : method.getGenericParameterTypes()[root];
        if (root == OF_RESULT && type == void.class) throw new IllegalArgumentException("the method has no result");
        boolean ofResult = root == OF_RESULT;
        AnnotatedElement first = ofResult ? method : method.getParameters()[root];
        boolean marked = isMarked(first) || isMarked(ResultType.raw(type));
        for (String part : parts) {
            if (part.isEmpty()) throw new IllegalArgumentException("the path '" + text + "' has an empty part");
            Class<?> owner = ResultType.raw(type);
            if (isOpen(owner)) break; // known at run time only
            Method accessor = accessor(owner, part);
            if (accessor == null) {
                throw new IllegalArgumentException(
                        "the path '" + text + "' leads nowhere: " + owner.getSimpleName() + " has no '" + part + "'");
            }
            type = accessor.getGenericReturnType();
            marked |= isMarked(accessor) || isMarked(ResultType.raw(type)) || hasMarkedField(owner, part);
        }
        String argument = ofResult ? RESULT : method.getParameters()[root].getName();
        return new ValuePath(text, root, List.copyOf(parts), argument, marked);
    }

    private static boolean isMarked(AnnotatedElement element) {
        return element.isAnnotationPresent(Sensitive.class);
    }

    private static boolean hasMarkedField(Class<?> owner, String part) {
        for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(part) && isMarked(field)) return true;
            }
        }
        return false;
    }

    private static boolean isOpen(Class<?> type) {
        return type == Object.class || type == Serializable.class || Map.class.isAssignableFrom(type);
    }

    private static @Nullable Object member(Object owner, String part) {
        try {
            if (owner instanceof Map<?, ?> map) return map.get(part);
            Method accessor = accessor(owner.getClass(), part);
            if (accessor == null) return null;
            accessor.trySetAccessible(); // a public method of a class that is not
            return accessor.invoke(owner);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError | StackOverflowError e) {
            return null;
        }
    }

    private static @Nullable Method accessor(Class<?> type, String part) {
        String capital = Character.toUpperCase(part.charAt(0)) + part.substring(1);
        for (String name : List.of(part, "get" + capital, "is" + capital)) {
            try {
                Method method = type.getMethod(name);
                boolean reads = method.getReturnType() != void.class
                        && method.getDeclaringClass() != Object.class
                        && !Modifier.isStatic(method.getModifiers());
                if (reads) return method;
            } catch (NoSuchMethodException e) {
                // The next name may be there.
            }
        }
        return null;
    }

    private static int index(String name, Method method) {
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].getName().equals(name)) return i;
        }
        return OF_RESULT;
    }

    private static String arguments(Method method) {
        List<Parameter> parameters = Arrays.asList(method.getParameters());
        if (parameters.isEmpty()) return "result";
        String names = parameters.stream().map(Parameter::getName).collect(Collectors.joining(", "));
        return names + (parameters.get(0).isNamePresent() ? "" : " (compile with -parameters)");
    }

    @Override
    public String toString() {
        return text;
    }
}
