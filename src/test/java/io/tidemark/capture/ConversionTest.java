package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.EventJson;
import io.tidemark.event.Payload;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionTest {
    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(null, "null"),
                Arguments.of("a\"b", "\"a\\\"b\""),
                Arguments.of('x', "\"x\""),
                Arguments.of(12, "12"),
                Arguments.of((byte) 1, "1"),
                Arguments.of(Long.MIN_VALUE, "-9223372036854775808"),
                Arguments.of(1.5, "1.5"),
                Arguments.of(0.1f, "0.1"),
                Arguments.of(Double.NaN, "\"NaN\""),
                Arguments.of(new BigDecimal("1.50"), "1.50"),
                Arguments.of(new AtomicInteger(3), "3"),
                Arguments.of(true, "true"),
                Arguments.of(Things.Color.RED, "\"RED\""),
                Arguments.of(Optional.of("x"), "\"x\""),
                Arguments.of(Optional.empty(), "null"),
                Arguments.of(Instant.EPOCH, "\"1970-01-01T00:00:00Z\""),
                Arguments.of(LocalDate.EPOCH, "\"1970-01-01\""),
                Arguments.of(Duration.ofMillis(5), "\"PT0.005S\""),
                Arguments.of(Date.from(Instant.EPOCH), "\"1970-01-01T00:00:00Z\""),
                Arguments.of(new java.sql.Date(0), "\"1970-01-01T00:00:00Z\""),
                Arguments.of(GregorianCalendar.from(Instant.EPOCH.atZone(ZoneOffset.UTC)), "\"1970-01-01T00:00:00Z\""),
                Arguments.of(
                        UUID.fromString("0199c2f0-0000-7000-8000-000000000001"),
                        "\"0199c2f0-0000-7000-8000-000000000001\""),
                Arguments.of(URI.create("http://a/b"), "\"http://a/b\""),
                Arguments.of(Path.of("/a"), "\"/a\""),
                Arguments.of(new File("/a"), "\"/a\""),
                Arguments.of(Locale.GERMANY, "\"de_DE\""),
                Arguments.of(new StringBuilder().append("s").reverse(), "\"s\""),
                Arguments.of(new int[] {1, 2}, "[1,2]"),
                Arguments.of(new byte[] {1, 2, 3}, "\"AQID\""),
                Arguments.of(new Object[] {"a", null, new String[0]}, "[\"a\",null,[]]"),
                Arguments.of(List.of(1, "2"), "[1,\"2\"]"),
                Arguments.of(new ArrayDeque<>(List.of(1)), "[1]"),
                Arguments.of(new TreeMap<>(Map.of(2, "b", 1, "a")), "{\"1\":\"a\",\"2\":\"b\"}"),
                Arguments.of(Map.of(Things.Color.RED, 1), "{\"RED\":1}"),
                Arguments.of(Map.entry("k", 1), "{\"key\":\"k\",\"value\":1}"),
                Arguments.of(new Things.Order(7, List.of("x")), "{\"id\":7,\"lines\":[\"x\"]}"),
                Arguments.of(new Things.Empty(), "{}"),
                Arguments.of(
                        new Things.Order(1, new Things.Order(2, null)),
                        "{\"id\":1,\"lines\":{\"id\":2,\"lines\":null}}"),
                Arguments.of(EventJson.MAPPER.readTree("{\"a\":[1,null]}"), "{\"a\":[1,null]}"),
                Arguments.of(jakarta.json.JsonValue.TRUE, "true"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void writesValuesAsJsonAndSaysSo(@Nullable Object value, String json) {
        Payload.Side side = Captured.side(value);

        assertThat(side.json()).isEqualTo(json);
        assertThat(side.bytes()).isEqualTo(json.length());
        assertThat(side.faithful()).isTrue();
    }

    static Stream<Arguments> opaque() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        Map<String, Object> self = new HashMap<>();
        self.put("me", self);
        return Stream.of(
                Arguments.of(new ByteArrayInputStream(new byte[1]), "\"[java.io.ByteArrayInputStream]\""),
                Arguments.of(new CompletableFuture<>(), "\"[java.util.concurrent.CompletableFuture]\""),
                Arguments.of(new Object(), "\"[java.lang.Object]\""),
                Arguments.of(cycle, "[\"[a cycle]\"]"),
                Arguments.of(self, "{\"me\":\"[a cycle]\"}"),
                Arguments.of("a\0b", "\"a\u2400b\""),
                Arguments.of("a\ud83d", "\"a\ufffd\""),
                Arguments.of(Map.of("n\0", 1), "{\"n\u2400\":1}"),
                Arguments.of(new BigDecimal("1e100000"), "\"[a number of 1 bits, scale -100000]\""),
                Arguments.of(BigInteger.TWO.pow(4_000), "\"[a number of 4001 bits, scale 0]\""),
                Arguments.of(List.of((Runnable) () -> {}).get(0), null));
    }

    @ParameterizedTest
    @MethodSource("opaque")
    void saysWhatHasNoJson(Object value, @Nullable String json) {
        Payload.Side side = Captured.side(value);

        if (json == null) assertThat(side.json()).startsWith("\"[io.tidemark.capture.");
        else assertThat(side.json()).isEqualTo(json);
        assertThat(side.altered()).isTrue();
        assertThat(side.faithful()).isFalse();
    }

    @Test
    void readsFieldsAndCallsNothing() {
        var trap = new Things.Below();

        assertThat(Captured.json(trap))
                .isEqualTo("{\"name\":\"trap\",\"marked\":\"[redacted]\",\"open\":\"o\",\"deep\":true}");
        assertThat(Captured.json(Map.of("a", List.of(trap)))).contains("\"trap\"");
        assertThat(trap.calls).isEmpty();
    }

    @Test
    void consumesNoStream() throws Exception {
        Iterator<String> iterator = List.of("x").iterator();
        var input = new ByteArrayInputStream(new byte[] {1});

        Captured.side(List.of(iterator, input));

        assertThat(iterator.hasNext()).isTrue();
        assertThat(input.available()).isEqualTo(1);
    }

    @Test
    void showsTheSameObjectTwiceWhereItIsNoCycle() {
        var order = new Things.Order(1, null);

        assertThat(Captured.json(List.of(order, order)))
                .isEqualTo("[{\"id\":1,\"lines\":null},{\"id\":1,\"lines\":null}]");
    }

    @Test
    void endsWhereACollectionThrows() {
        var broken = new AbstractList<String>() {
            @Override
            public String get(int index) {
                if (index == 1) throw new IllegalStateException("gone");
                return "first";
            }

            @Override
            public int size() {
                return 3;
            }
        };
        var map = new AbstractMap<String, Object>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new IllegalStateException("gone");
            }
        };

        assertThat(Captured.json(broken)).isEqualTo("[\"first\",\"[unreadable]\"]");
        assertThat(Captured.side(new Object[] {1, broken}).altered()).isTrue();
        assertThat(Captured.json(Arrays.asList(map, 2))).isEqualTo("[{\"[unreadable]\":\"[unreadable]\"},2]");
    }

    @Test
    void keepsMembersWhoseNamesFallTogether() {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(1, "a");
        map.put("1", "b");
        map.put(1L, "c");

        assertThat(Captured.json(map)).isEqualTo("{\"1\":\"a\",\"1~2\":\"b\",\"1~3\":\"c\"}");
        assertThat(Captured.side(map).altered()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 32, 33, 1_000, 200_000})
    void bearsAnyDepth(int levels) {
        Object nested = "bottom";
        for (int i = 0; i < levels; i++) nested = i % 2 == 0 ? new Object[] {nested} : new Things.Order(i, nested);

        Payload.Side side = Captured.side(nested);

        assertThat(side.altered()).isEqualTo(levels > 32);
        assertThat(String.valueOf(side.json())).contains(levels > 32 ? "[nested deeper]" : "bottom");
    }

    @Test
    void dropsASideThatIsTooLargeAndKeepsItsSize() {
        String fits = "x".repeat(Captured.LIMIT - 2);

        assertThat(Captured.side(fits).truncated()).isFalse();
        assertThat(Captured.side(fits + "x")).isEqualTo(new Payload.Side(null, Captured.LIMIT + 1, false, false));
        assertThat(Captured.side("é".repeat(40_000)).bytes()).isEqualTo(80_002);
        assertThat(Captured.side("€".repeat(40_000)).bytes()).isEqualTo(120_002);
        assertThat(Captured.side("😀".repeat(40_000)).bytes()).isEqualTo(160_002);
        assertThat(Captured.side(new byte[300_000]).bytes()).isEqualTo(400_002);
    }

    @Test
    void stopsCountingWhatHasNoEnd() {
        var endless = new AbstractList<Integer>() {
            private int read;

            @Override
            public Integer get(int index) {
                return read++;
            }

            @Override
            public int size() {
                return Integer.MAX_VALUE;
            }
        };

        Payload.Side side = Captured.side(endless);

        assertThat(side.truncated()).isTrue();
        assertThat(side.bytes()).isGreaterThan(BoundedText.COUNTED);
        assertThat(endless.read).isLessThan(10_000_000);
    }

    @Test
    void redactsBytesWhoseTextSaysASecret() {
        assertThat(Captured.json("{\"password\":\"90210-x\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo("\"[redacted]\"");
    }

    @SuppressWarnings("unused") // by reflection
    static class Half {
        public int shown = 1;
        private final int hidden = 2;
    }

    @Test
    void saysThatFieldsAreLeftOut() {
        assertThat(Captured.side(new Half()).altered()).isTrue();
        assertThat(Captured.side(new Half()).json()).isEqualTo("{\"shown\":1}");
    }
}
