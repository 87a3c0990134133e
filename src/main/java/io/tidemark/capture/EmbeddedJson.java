package io.tidemark.capture;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** JSON inside a text, a body that was passed as it came: what is sensitive in it is redacted as well. */
final class EmbeddedJson {
    private static final int TEXTS = 3;

    /** As much as possible is understood: what is not might hide something. */
    private static final JsonFactory LENIENT = JsonFactory.builder()
            .enable(
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES,
                    JsonReadFeature.ALLOW_JAVA_COMMENTS,
                    JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(10_000).build())
            .build();

    private EmbeddedJson() {}

    /** The same JSON, redacted; null if the text is no JSON, or nothing of it is redacted. */
    static @Nullable String redacted(String text, Side around) {
        if (!looksLikeJson(text) || text.length() > around.limit() || around.depthOfTexts() == TEXTS) return null;
        Side side = around.nested();
        try (JsonParser parser = LENIENT.createParser(ObjectReadContext.empty(), text)) {
            while (parser.nextToken() != null) value(parser, side);
        } catch (JacksonException | BoundedText.TooLong e) {
            // Of what breaks off behind a secret nobody knows where the secret ends.
            if (!side.isRedacted()) return null;
            around.markRedacted();
            return SensitiveText.REDACTED;
        }
        if (!side.isRedacted()) return null;
        around.mark(side);
        String done = side.endText();
        return done == null ? SensitiveText.REDACTED : done;
    }

    /** Text that is JSON, as JSON. */
    static void write(String json, Side side) {
        try (JsonParser parser = LENIENT.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() == null) side.nothing();
            else value(parser, side);
        }
    }

    private static void value(JsonParser parser, Side side) {
        switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, side);
            case START_ARRAY -> array(parser, side);
            case VALUE_STRING -> side.scalar(parser.getString());
            case VALUE_NUMBER_INT -> side.scalar(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> side.scalar(parser.getDecimalValue());
            case VALUE_TRUE -> side.scalar(true);
            case VALUE_FALSE -> side.scalar(false);
            default -> side.nothing();
        }
    }

    private static void object(JsonParser parser, Side side) {
        if (!side.beginObject()) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean sensitive = side.name(parser.currentName());
            parser.nextToken();
            if (sensitive) {
                side.redact(parser.currentToken().isScalarValue() ? parser.getString() : null);
                parser.skipChildren();
            } else value(parser, side);
        }
        side.endObject();
    }

    private static void array(JsonParser parser, Side side) {
        if (!side.beginArray()) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) value(parser, side);
        side.endArray();
    }

    private static boolean looksLikeJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c) && c != '\uFEFF') return c == '{' || c == '[';
        }
        return false;
    }
}
