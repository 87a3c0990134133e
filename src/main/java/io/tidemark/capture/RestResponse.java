package io.tidemark.capture;

import org.jspecify.annotations.Nullable;

/** What a JAX-RS resource answers: its status and what it carries. By reflection: a host may lack JAX-RS. */
final class RestResponse {
    private static final String NAME = "jakarta.ws.rs.core.Response";

    private RestResponse() {}

    static boolean isOne(Object value) {
        return Types.isA(value.getClass(), NAME::equals);
    }

    static void write(Object response, Graph graph) {
        graph.member("status", answer(response, "getStatus"));
        graph.member("entity", answer(response, "getEntity"));
    }

    private static @Nullable Object answer(Object response, String question) {
        Class<?> type = response.getClass();
        while (type != null && !type.getName().equals(NAME)) type = type.getSuperclass();
        try {
            return type == null ? null : type.getMethod(question).invoke(response);
        } catch (ReflectiveOperationException | LinkageError e) {
            return Careful.UNREADABLE;
        }
    }
}
