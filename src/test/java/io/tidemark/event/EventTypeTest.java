package io.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypeTest {
    private static final String SCHEMA = "{\"type\":\"object\",\"required\":[\"a\"]}";

    @Test
    void takesAnythingWithoutASchema() {
        EventType type = EventType.of("a.b");

        assertThat(type.schema()).isNull();
        assertThat(type.metadataRequired()).isFalse();
        assertThat(type.fits(null)).isTrue();
        assertThat(type.fits(Metadata.parse("{\"x\":null}"))).isTrue();
    }

    @Test
    void requiresMetadataWithASchema() {
        EventType type = EventType.of("a.b", SCHEMA);

        assertThat(type.metadataRequired()).isTrue();
        assertThat(type.fits(null)).isFalse();
        assertThat(type.fits(Metadata.parse("{\"a\":1}"))).isTrue();
    }

    @Test
    void mayLeaveMetadataOut() {
        EventType type = EventType.of("a.b", SCHEMA).metadataOptional();

        assertThat(type.metadataRequired()).isFalse();
        assertThat(type.fits(null)).isTrue();
        assertThat(type.fits(Metadata.parse("{}"))).isFalse();
    }

    @Test
    void givesItsSchemaOnOneLine() {
        assertThat(EventType.of("a.b", " {\n \"type\" : \"object\",\r\n\"required\":[\"a\"] }\n")
                        .schema())
                .isEqualTo(SCHEMA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", ".a", "a b", "a:b", "ä", "a\n"})
    void refusesAMalformedName(String name) {
        assertThatThrownBy(() -> EventType.of(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Event type '" + name.replace('\n', '?') + "': its name is malformed");
        assertThatThrownBy(() -> EventType.of(name, SCHEMA)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsNoMoreThanTheBeginningOfALongName() {
        assertThatThrownBy(() -> EventType.of("a".repeat(1_000)))
                .hasMessage("Event type '" + "a".repeat(128) + "…': its name is malformed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                | is empty
            {"type":                                          | is not JSON
            {} {}                                             | is not JSON
            {"type":"object","type":"object"}                 | is not JSON
            7                                                 | is not valid at
            {"type":"objekt"}                                 | is not valid at /type
            {"required":"a"}                                  | is not valid at /required
            {"properties":{"a":{"type":"text"}}}              | is not valid at /properties/a/type
            {"properties":{"a":{"pattern":"("}}}              | cannot be compiled
            {"$ref":"#/$defs/none"}                           | cannot be compiled
            {"$ref":"http://localhost:1/schema"}              | cannot be compiled
            {"$schema":"http://json-schema.org/draft-07/schema#"} | cannot be compiled
            {"$ref":"#"}                                      | refers to itself without end
            """)
    void refusesASchemaThatIsNotValid(String schema, String reason) {
        assertThatThrownBy(() -> EventType.of("a.b", schema))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isEqualToIgnoringWhitespace("Event type 'a.b': its schema " + reason)
                .doesNotContain("\n");
    }

    @Test
    void takesASchemaThatNamesItsDraft() {
        EventType type = EventType.of(
                "a.b", "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"required\":[\"a\"]}");

        assertThat(type.fits(Metadata.parse("{}"))).isFalse();
    }

    @Test
    void keepsSchemasOfTheSameIdApart() {
        EventType a = EventType.of("a", "{\"$id\":\"urn:example:x\",\"required\":[\"a\"]}");
        EventType b = EventType.of("b", "{\"$id\":\"urn:example:x\",\"required\":[\"b\"]}");

        assertThat(List.of(a.fits(Metadata.parse("{\"a\":1}")), b.fits(Metadata.parse("{\"b\":1}"))))
                .containsExactly(true, true);
        assertThat(b.fits(Metadata.parse("{\"a\":1}"))).isFalse();
    }

    @Test
    void followsItsOwnReferences() {
        EventType tree =
                EventType.of("tree", "{\"properties\":{\"left\":{\"$ref\":\"#\"},\"leaf\":{\"type\":\"string\"}}}");

        assertThat(tree.fits(Metadata.parse("{\"left\":{\"left\":{\"leaf\":\"x\"}}}")))
                .isTrue();
        assertThat(tree.fits(Metadata.parse("{\"left\":{\"left\":{\"leaf\":1}}}")))
                .isFalse();
    }

    @Test
    void doesNotFitWhatOverflowsTheStack() {
        EventType loop = EventType.of("loop", "{\"dependentSchemas\":{\"a\":{\"$ref\":\"#\"}}}");

        assertThat(loop.fits(Metadata.parse("{\"b\":1}"))).isTrue();
        assertThat(loop.fits(Metadata.parse("{\"a\":1}"))).isFalse();
    }
}
