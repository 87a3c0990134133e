package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.EventJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedJsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"password\":\"abc\",\"a\":[1]} | {\"password\":\"[redacted]\",\"a\":[1]}",
                " [{\"a\":{\"token\":{\"x\":\"abc\"}}}] | [{\"a\":{\"token\":\"[redacted]\"}}]",
                "{\"password\":\"abc\",\"password\":\"abc\"} | {\"password\":\"[redacted]\",\"password~2\":\"[redacted]\"}",
                "{\"a\":1}{\"password\":\"abc\"} | {\"a\":1} {\"password\":\"[redacted]\"}",
                "{'password':'abc'} | {\"password\":\"[redacted]\"}",
                "{password:\"abc\"} | {\"password\":\"[redacted]\"}",
                "{\"in\":\"{\\\"jwt\\\":\\\"abc\\\"}\"} | {\"in\":\"{\\\"jwt\\\":\\\"[redacted]\\\"}\"}",
                "{\"password\":\"abc\",\"a\":\"abc | [redacted]",
                "{\"password\" \"abc\" password=abc | {\"password\" \"abc\" password=[redacted]"
            })
    void redactsJsonThatIsPassedAsText(String given, String kept) {
        String json = Captured.json(given);

        assertThat(EventJson.MAPPER.readValue(json, String.class)).isEqualTo(kept);
        assertThat(Captured.side(given).redacted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"a\" : 1 }",
                "[1, 2]",
                "[info] all is well",
                "{",
                "[[[[",
                "{}",
                "[\"\\ud83d\"]",
                "{\"n\":1e999999999}"
            })
    void leavesOthersAsTheyAre(String text) {
        assertThat(EventJson.MAPPER.readValue(Captured.json(text), String.class))
                .isEqualTo(text);
        assertThat(Captured.side(text).faithful()).isTrue();
    }
}
