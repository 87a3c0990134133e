package io.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
    private static final int LIMIT = 65_536;

    record Grant(
            String role,
            @Nullable String scopeId,
            @Nullable Integer uses,
            Kind kind,
            @Nullable Instant until) {}

    record Count(int count) {}

    enum Kind {
        DIRECT,
        OFFERED
    }

    @Test
    void holdsAsManyBytesAsTheLimitAndNoMore() {
        assertThat(Metadata.parse(padded("", LIMIT)).json()).hasSize(LIMIT);
        refused("length", () -> Metadata.parse(padded("", LIMIT + 1)));
    }

    @Test
    void countsBytesNotCharacters() {
        String full = padded("\"n\":\"é😀\",", LIMIT - 1 - 2);

        assertThat(Metadata.parse(full).json()).isEqualTo(full);
        refused("length", () -> Metadata.parse(padded("\"n\":\"é😀\",", LIMIT - 2 - 1 + 1)));
    }

    @Test
    void refusesFarTooMuch() {
        refused("length", () -> Metadata.parse(padded("", 50_000_000)));
        refused("length", () -> Metadata.of(Map.of("a", "x".repeat(300_000))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e300", "-1E+300", "1.5e300", "1e-300", "-2.25e-10", "123e-1", "0e5", "0e-5", "1.0e2"})
    void countsNumbersAsTheyAreWhenWrittenOut(String number) {
        int growth = Math.max(0, new BigDecimal(number).toPlainString().length() - number.length());
        String member = "\"n\":" + number + ",";

        assertThat(Metadata.parse(padded(member, LIMIT - growth)).json()).hasSize(LIMIT - growth);
        refused("length", () -> Metadata.parse(padded(member, LIMIT - growth + 1)));
    }

    @Test
    void countsEveryNumber() {
        String numbers = "1e300" + ",1e300".repeat(215); // 216 * 302 - 1 bytes when written out

        assertThat(Metadata.parse("{\"a\":[" + numbers + "]}").members()).hasSize(1);
        refused("length", () -> Metadata.parse("{\"a\":[" + numbers + ",1e300]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "1e999999999",
                "-1e999999999",
                "1e2147483648",
                "1e-2147483648",
                "1e99999999999999999999",
                "1e-399",
                "1e-20000",
                "0e999999999",
                "0e-999999999"
            })
    void refusesMonstrousNumbers(String number) {
        refused("range", () -> Metadata.parse("{\"n\":" + number + "}"));
        refused("range", () -> Metadata.parse("{\"a\":[{\"n\":" + number + "}]}"));
    }

    @Test
    void refusesNumbersOfMoreDigitsThanItCouldReadAgain() {
        String digits = "9".repeat(400);

        assertThat(Metadata.parse("{\"n\":" + digits + "}").members()).containsEntry("n", new BigInteger(digits));
        assertThat(Metadata.stored("{\"n\": 1" + "0".repeat(399) + "}").members())
                .hasSize(1);
        refused("range", () -> Metadata.parse("{\"n\":" + digits + "9}"));
        refused("range", () -> Metadata.parse("{\"n\":0." + digits + "}"));
        refused("range", () -> Metadata.of(Map.of("n", BigInteger.TEN.pow(400))));
    }

    @Test
    void readsNumbersWithoutLoss() {
        assertThat(Metadata.parse("{\"a\":7,\"b\":5000000000,\"c\":0.1,\"d\":12345678901234567890}")
                        .members())
                .containsEntry("a", 7)
                .containsEntry("b", 5_000_000_000L)
                .containsEntry("c", new BigDecimal("0.1"))
                .containsEntry("d", new BigInteger("12345678901234567890"));
    }

    @Test
    void has32LevelsAndNoMore() {
        assertThat(Metadata.parse("{\"a\":".repeat(31) + "{}" + "}".repeat(31)).members())
                .hasSize(1);
        assertThat(Metadata.parse("{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}")
                        .members())
                .hasSize(1);
        refused("depth", () -> Metadata.parse("{\"a\":".repeat(32) + "{}" + "}".repeat(32)));
        refused("depth", () -> Metadata.parse("{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}"));
        refused("depth", () -> Metadata.parse("{\"a\":" + "[".repeat(30_000)));
    }

    @Test
    void refusesAMapThatContainsItself() {
        Map<String, Object> loop = new HashMap<>();
        loop.put("self", loop);

        refused("json", () -> Metadata.of(loop));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"x\\u0000\"}", "{\"a\\u0000\":1}", "{\"a\":[{\"b\":\"\\u0000\"}]}"})
    void refusesEscapedNul(String json) {
        refused("nul", () -> Metadata.parse(json));
    }

    @Test
    void refusesNul() {
        refused("nul", () -> Metadata.of(Map.of("a", "x\0")));
        refused("nul", () -> Metadata.of(Map.of("a\0", "x")));
        refused("nul", () -> Metadata.of(new Grant("\0", null, null, Kind.DIRECT, null)));
        refused("json", () -> Metadata.parse("{\"a\":\"\0\"}"));
    }

    @Test
    void keepsABackslashBeforeU0000() {
        assertThat(Metadata.parse("{\"a\":\"\\\\u0000\"}").members()).containsEntry("a", "\\u0000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"\\ud83d\"}",
                "{\"a\":\"\\ude00\"}",
                "{\"a\":\"\\ude00\\ud83d\"}",
                "{\"a\":\"\\ud83dx\"}"
            })
    void refusesEscapedLoneSurrogates(String json) {
        refused("unicode", () -> Metadata.parse(json));
    }

    @Test
    void refusesLoneSurrogates() {
        refused("unicode", () -> Metadata.of(Map.of("a", "\ud83d")));
        refused("unicode", () -> Metadata.of(Map.of("\ude00", "x")));
        refused("unicode", () -> Metadata.parse("{\"a\":\"\ud83d\"}"));
        refused("json", () -> Metadata.parse("{\"\\ud83d\":1}"));
    }

    @Test
    void keepsEmoji() {
        assertThat(Metadata.of(Map.of("😀", "👩‍💻")).members()).containsEntry("😀", "👩‍💻");
        assertThat(Metadata.parse("{\"a\":\"\\ud83d\\ude00\"}").members()).containsEntry("a", "😀");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":1}}", "{\"a\":1,\"\\u0061\":2}"})
    void refusesRepeatedMembers(String json) {
        refused("json", () -> Metadata.parse(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{\"a\":", "{\"a\":1}}", "{} {}", "{'a':1}", "{a:1}", "{\"a\":NaN}", "{\"a\":01}"})
    void refusesWhatIsNotOneObject(String json) {
        assertThatThrownBy(() -> Metadata.parse(json))
                .asInstanceOf(type(InvalidEvent.class))
                .matches(e -> e.field().equals("metadata"))
                .matches(e -> List.of("json", "type").contains(e.rule()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "\"x\"", "true"})
    void refusesOtherJson(String json) {
        refused("type", () -> Metadata.parse(json));
    }

    @Test
    void putsEverythingOnOneLine() {
        assertThat(Metadata.parse("{\r\n\t\"a\" : \"x\\ny\\r\",\r\"b\": [1,\n2]\n}\n")
                        .json())
                .doesNotContain("\n", "\r")
                .isEqualTo("{  \t\"a\" : \"x\\ny\\r\", \"b\": [1, 2] } ");
    }

    @Test
    void writesRecordsEnumsTimesAndIds() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("grant", new Grant("admin", null, 3, Kind.OFFERED, Instant.parse("2026-11-21T22:10:11.5Z")));
        members.put("kind", Kind.DIRECT);
        members.put("at", Instant.parse("2026-11-21T22:10:11.123456Z"));
        members.put("id", UUID.fromString("0199c2f0-0000-7000-8000-000000000001"));
        members.put("list", List.of(1, 2.5, "x", true));

        assertThat(Metadata.of(members).json())
                .isEqualTo("{\"grant\":{\"role\":\"admin\",\"uses\":3,\"kind\":\"OFFERED\","
                        + "\"until\":\"2026-11-21T22:10:11.500Z\"},\"kind\":\"DIRECT\","
                        + "\"at\":\"2026-11-21T22:10:11.123456Z\",\"id\":\"0199c2f0-0000-7000-8000-000000000001\","
                        + "\"list\":[1,2.5,\"x\",true]}");
    }

    @Test
    void keepsNullsOfAMap() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("email", null);
        members.put("nested", Collections.singletonMap("x", null));

        assertThat(Metadata.of(members).json()).isEqualTo("{\"email\":null,\"nested\":{\"x\":null}}");
        assertThat(Metadata.of(members).members()).containsEntry("email", null);
    }

    @Test
    void leavesOutNullsOfARecord() {
        assertThat(Metadata.of(new Grant("admin", null, null, Kind.DIRECT, null))
                        .json())
                .isEqualTo("{\"role\":\"admin\",\"kind\":\"DIRECT\"}");
    }

    @Test
    void readsARecordItWrote() {
        Grant grant = new Grant("admin", "s", 3, Kind.OFFERED, Instant.parse("2026-11-21T22:10:11.123456Z"));

        assertThat(Metadata.of(grant).as(Grant.class)).isEqualTo(grant);
    }

    @Test
    void readsARecordDespiteUnknownAndAbsentMembers() {
        assertThat(Metadata.parse("{\"role\":\"admin\",\"more\":[1],\"kind\":\"DIRECT\"}")
                        .as(Grant.class))
                .isEqualTo(new Grant("admin", null, null, Kind.DIRECT, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"count\":\"many\"}", "{\"count\":[1]}", "{\"count\":5000000000}"})
    void doesNotReadAnotherTypeAsTheRecords(String json) {
        assertThatThrownBy(() -> Metadata.parse(json).as(Count.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Metadata does not fit Count");
    }

    @Test
    void equalsTheSameMembersInAnotherOrder() {
        Metadata one = Metadata.parse("{\"a\":1,\"b\":[2]}");
        Metadata same = Metadata.stored("{\"b\": [2], \"a\": 1}");

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(one).isNotEqualTo(Metadata.parse("{\"a\":1,\"b\":[3]}"));
    }

    @Test
    void showsOnlyItsSize() {
        assertThat(Metadata.parse("{\"pin\":1}")).hasToString("Metadata[9 characters]");
    }

    /** An object of that many characters, which starts with those members. */
    private static String padded(String members, int length) {
        String start = "{" + members + "\"p\":\"";
        return start + "x".repeat(length - start.length() - 2) + "\"}";
    }

    private static void refused(String rule, ThrowingCallable call) {
        assertThatThrownBy(call).asInstanceOf(type(InvalidEvent.class)).satisfies(e -> {
            assertThat(e.field()).isEqualTo("metadata");
            assertThat(e.rule()).isEqualTo(rule);
            assertThat(e.getMessage()).startsWith("metadata ").hasSizeLessThan(100);
        });
    }
}
