package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuePathTest {
    private final Shop.Order order =
            new Shop.Order(7, new Shop.Customer("alice"), Map.of("gift", Map.of("to", "bob")), List.of("a"));

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "count, 3",
                "order.id, 7",
                "order.customer.name, alice",
                "order.customer.vip, true",
                "order.customer.broken, -",
                "order.notes.gift.to, bob",
                "order.notes.none.to, -",
                "order.notes.gift.to.length, 3",
                "order.tags, [a]",
                "result.article, x"
            })
    void readsComponentsGettersAndKeys(String path, @Nullable String value) {
        assertThat(read(path, order)).isEqualTo(value);
    }

    @Test
    void readsNothingBehindWhatIsAbsent() {
        assertThat(read("order.id", null)).isNull();
        assertThat(read("order.customer.name", new Shop.Order(1, null, new HashMap<>(), List.of())))
                .isNull();
    }

    private static @Nullable String read(String path, Shop.@Nullable Order order) {
        Object value = ValuePath.of(path, Shop.method("place")).value(new Object[] {order, 3}, new Shop.Line("x"));
        return value == null ? null : value.toString();
    }
}
