package io.tidemark.capture;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a class is, asked by name: a host may lack the class that is asked for. */
final class Types {
    private static final String ECLIPSELINK = "org.eclipse.persistence.indirection.IndirectContainer";
    private static final String HIBERNATE = "org.hibernate.collection.spi.PersistentCollection";

    private Types() {}

    /** Whether the class, or what it extends or implements, has such a name. */
    static boolean isA(@Nullable Class<?> type, Predicate<String> name) {
        if (type == null) return false;
        if (name.test(type.getName()) || isA(type.getSuperclass(), name)) return true;
        for (Class<?> implemented : type.getInterfaces()) {
            if (isA(implemented, name)) return true;
        }
        return false;
    }

    /** Whose text is JSON: a value of JSON-P or a node of Jackson. */
    static boolean isJson(Class<?> type) {
        return isA(
                type,
                name -> name.equals("jakarta.json.JsonValue")
                        || name.equals("tools.jackson.databind.JsonNode")
                        || name.equals("com.fasterxml.jackson.databind.JsonNode"));
    }

    /** A request, a session, an upload: what implements the platform is no data. */
    static boolean isOfThePlatform(Class<?> type) {
        return isA(type, name -> name.startsWith("jakarta.") || name.startsWith("javax."));
    }

    /** Whether iterating it would ask a database. */
    static boolean isUnloaded(Object collection) {
        Class<?> type = collection.getClass();
        if (Scalars.ofTheJdk(type)) return false;
        if (isA(type, ECLIPSELINK::equals)) return !answers(collection, "isInstantiated");
        return isA(type, HIBERNATE::equals) && !answers(collection, "wasInitialized");
    }

    private static boolean answers(Object collection, String question) {
        try {
            return Boolean.TRUE.equals(collection.getClass().getMethod(question).invoke(collection));
        } catch (ReflectiveOperationException | LinkageError e) {
            return false;
        }
    }
}
