package io.tidemark.capture;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The shapes of the application's classes, each looked at once. Goes with the application. Thread-safe. */
final class Shapes {
    private final Map<Class<?>, Shape> known = new ConcurrentHashMap<>();

    Shape of(Class<?> type) {
        return Scalars.ofTheJdk(type) ? Shape.OPAQUE : known.computeIfAbsent(type, Shape::of);
    }
}
