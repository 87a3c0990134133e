package io.tidemark.capture;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The elements of an iterator that may throw: then {@link #UNREADABLE} is the last one. Entries are copied. */
final class Careful implements Iterator<@Nullable Object> {
    static final Object UNREADABLE = new Object();

    private final Iterator<?> elements;
    private boolean failed;

    Careful(Iterator<?> elements) {
        this.elements = elements;
    }

    @Override
    public boolean hasNext() {
        if (failed) return false;
        try {
            return elements.hasNext();
        } catch (RuntimeException e) {
            return true; // and next() will say so
        }
    }

    @Override
    public @Nullable Object next() {
        if (failed) throw new NoSuchElementException();
        try {
            Object next = elements.next();
            if (!(next instanceof Map.Entry<?, ?> entry)) return next;
            return new SimpleImmutableEntry<@Nullable Object, @Nullable Object>(entry.getKey(), entry.getValue());
        } catch (RuntimeException e) {
            failed = true;
            return UNREADABLE;
        }
    }
}
