package io.tidemark.capture;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the configuration.
 *
 * @param parameters the types of the method's parameters; absent: the method is not overloaded
 */
record ConfiguredRule(
        String key, String type, String method, @Nullable String parameters, Declared declared) {
    private static final Pattern METHOD = Pattern.compile("([\\w.$]+)#([\\w$]+)(?:\\(([\\w.$,\\[\\] ]*)\\))?");

    static ConfiguredRule of(String key, Map<String, String> values) {
        Map<String, String> rest = new TreeMap<>(values);
        String method = rest.remove("method");
        Matcher matcher = METHOD.matcher(method == null ? "" : method.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("method must be such as com.acme.Bank#transfer, but was: " + method);
        }
        String parameters = matcher.group(3);
        return new ConfiguredRule(
                key,
                matcher.group(1),
                matcher.group(2),
                parameters == null ? null : parameters.replace(" ", ""),
                Declared.of(rest));
    }

    boolean names(Method other) {
        if (!other.getName().equals(method) || other.isBridge()) return false;
        return parameters == null
                || parameters
                        .replace('$', '.')
                        .equals(Arrays.stream(other.getParameterTypes())
                                .map(type -> type.getTypeName().replace('$', '.'))
                                .collect(Collectors.joining(",")));
    }
}
