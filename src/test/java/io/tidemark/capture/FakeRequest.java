package io.tidemark.capture;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.MappingMatch;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request as far as the context reads it. */
final class FakeRequest {
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> roles = new HashSet<>();

    @Nullable Principal principal;

    @Nullable String session;

    boolean broken;

    FakeRequest header(String name, String... values) {
        headers.put(name, List.of(values));
        return this;
    }

    FakeRequest caller(String name, String... held) {
        principal = () -> name;
        roles.addAll(List.of(held));
        return this;
    }

    HttpServletRequest request() {
        return proxy(HttpServletRequest.class, this::answer);
    }

    private @Nullable Object answer(String method, @Nullable Object @Nullable [] arguments) {
        Object first = arguments == null || arguments.length == 0 ? "" : String.valueOf(arguments[0]);
        return switch (method) {
            case "getHeader" ->
                headers.getOrDefault((String) first, List.of()).stream()
                        .findFirst()
                        .orElse(null);
            case "getHeaders" -> Collections.enumeration(headers.getOrDefault((String) first, List.of()));
            case "getRemoteAddr" -> "10.0.0.1";
            case "getMethod" -> "POST";
            case "isUserInRole" -> roles.contains(first);
            case "getHttpServletMapping" -> mapping();
            case "getUserPrincipal" -> broken ? broken() : principal;
            case "getSession" -> broken ? broken() : session == null ? null : session(session);
            default -> throw new UnsupportedOperationException(method);
        };
    }

    private static Object broken() {
        throw new IllegalStateException("a server that refuses");
    }

    private static HttpSession session(String id) {
        return proxy(HttpSession.class, (method, arguments) -> id);
    }

    private static HttpServletMapping mapping() {
        return proxy(
                HttpServletMapping.class,
                (method, arguments) -> method.equals("getPattern") ? "/do/*" : MappingMatch.PATH);
    }

    private interface Answer {
        @Nullable Object to(String method, @Nullable Object @Nullable [] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
