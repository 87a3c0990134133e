package io.tidemark.capture;

import io.tidemark.capture.Shape.Member;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Any objects, written to a side. Records and beans show their fields; what is no data shows the name of its class. The
 * only code of others that runs is that of their collections' iterators. Not thread-safe.
 */
final class Graph {
    private final Side side;
    private final Shapes shapes;
    private final Set<Object> path = Collections.newSetFromMap(new IdentityHashMap<>());

    Graph(Side side, Shapes shapes) {
        this.side = side;
        this.shapes = shapes;
    }

    /** Writes one value, whatever it is. */
    void value(@Nullable Object value) {
        Object scalar = value == null ? null : Scalars.of(value);
        if (value == null) side.nothing();
        else if (value == Careful.UNREADABLE) side.opaque("unreadable");
        else if (scalar != null) side.scalar(scalar);
        else if (value instanceof Optional<?> optional) value(optional.orElse(null));
        else if (value instanceof byte[] bytes) side.binary(bytes);
        else if (value instanceof char[]) side.redact(value); // what else is it used for?
        else if (!path.add(value)) side.opaque("a cycle");
        else {
            container(value);
            path.remove(value);
        }
    }

    /** Writes a member of the object that was begun. */
    void member(String name, @Nullable Object value) {
        member(name, value, false);
    }

    void member(String name, @Nullable Object value, boolean sensitive) {
        boolean redacted = side.name(name) || sensitive;
        if (redacted) side.redact(value);
        else value(value);
    }

    /** Writes an object with these members, if there is room for one more level. */
    void object(Runnable members) {
        if (!side.beginObject()) return;
        members.run();
        side.endObject();
    }

    private void container(Object value) {
        Class<?> type = value.getClass();
        if (Types.isUnloaded(value)) side.opaque("not loaded");
        else if (value instanceof Map<?, ?> map) object(() -> entries(map));
        else if (value instanceof Collection<?> collection) elements(new Careful(iterator(() -> collection)));
        else if (type.isArray()) elements(new ArrayIterator(value));
        else if (Types.isJson(type)) EmbeddedJson.write(value.toString(), side);
        else if (value instanceof Throwable thrown) object(() -> Failures.write(thrown, this));
        else if (value instanceof Map.Entry<?, ?> entry && Scalars.ofTheJdk(type)) object(() -> entry(entry));
        else if (RestResponse.isOne(value)) object(() -> RestResponse.write(value, this));
        else data(value, shapes.of(type));
    }

    private void data(Object value, Shape shape) {
        List<Member> members = shape.members();
        if (shape.sensitive()) side.redact(value);
        else if (members == null) side.opaque(value.getClass().getName());
        else {
            if (!shape.whole()) side.markAltered();
            object(() -> members.forEach(
                    member -> member(member.name(), Shape.read(member.field(), value), member.sensitive())));
        }
    }

    private void elements(Iterator<?> elements) {
        if (!side.beginArray()) return;
        while (elements.hasNext()) value(elements.next());
        side.endArray();
    }

    private void entries(Map<?, ?> map) {
        Iterator<?> entries = new Careful(iterator(map::entrySet));
        while (entries.hasNext()) {
            if (entries.next() instanceof Map.Entry<?, ?> entry) member(name(entry.getKey()), entry.getValue());
            else member("[unreadable]", Careful.UNREADABLE);
        }
    }

    private void entry(Map.Entry<?, ?> entry) {
        member("key", entry.getKey());
        member("value", entry.getValue(), side.isSensitive(name(entry.getKey())));
    }

    private static Iterator<?> iterator(Supplier<Collection<?>> collection) {
        try {
            return collection.get().iterator();
        } catch (RuntimeException e) {
            return List.of(Careful.UNREADABLE).iterator();
        }
    }

    private static String name(@Nullable Object key) {
        Object scalar = key == null ? null : Scalars.of(key);
        if (key == null) return "null";
        return scalar == null ? "[" + key.getClass().getName() + "]" : scalar.toString();
    }
}
