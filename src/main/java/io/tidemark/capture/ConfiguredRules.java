package io.tidemark.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The rules for code that cannot be annotated:
 *
 * <pre>{@code
 * tidemark.capture.rules.transfer.method=com.acme.Bank#transfer
 * tidemark.capture.rules.transfer.type=bank.transfer
 * tidemark.capture.rules.transfer.target-type=account
 * tidemark.capture.rules.transfer.target=order.to
 * }</pre>
 */
final class ConfiguredRules {
    private static final String PREFIX = "tidemark.capture.rules.";

    private final Map<String, Map<String, String>> rules = new TreeMap<>();

    ConfiguredRules(Iterable<String> keys, UnaryOperator<String> values) {
        for (String key : keys) {
            int dot = key.indexOf('.', PREFIX.length());
            if (!key.startsWith(PREFIX) || dot < 0) continue;
            String value = values.apply(key);
            rules.computeIfAbsent(key.substring(PREFIX.length(), dot), name -> new TreeMap<>())
                    .put(key.substring(dot + 1), value);
        }
    }

    /** The rules, and what is wrong with those that are none. */
    List<ConfiguredRule> read(List<String> problems) {
        List<ConfiguredRule> read = new ArrayList<>();
        rules.forEach((name, values) -> {
            try {
                read.add(ConfiguredRule.of(PREFIX + name, values));
            } catch (IllegalArgumentException e) {
                problems.add(PREFIX + name + ": " + e.getMessage());
            }
        });
        return read;
    }
}
