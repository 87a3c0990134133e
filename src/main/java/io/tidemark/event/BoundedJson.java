package io.tidemark.event;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * JSON that any database and any reader can take: one value of bounded size and depth, without NUL characters and repeated
 * members; its numbers, written out, count in full.
 *
 * @param field what it is, for the refusal
 * @param bytes how many it may have
 * @param levels of objects and arrays
 */
record BoundedJson(String field, int bytes, int levels) {
    /** The members of an object, on one line. */
    String object(String json) {
        return checked(json, true);
    }

    /** Any value, on one line. */
    String value(String json) {
        return checked(json, false);
    }

    private String checked(String json, boolean object) {
        int size = json.getBytes(StandardCharsets.UTF_8).length;
        if (size > bytes) throw tooLong();
        try (JsonParser parser = EventJson.MAPPER.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (object && first != JsonToken.START_OBJECT) throw invalid("type", "must be a JSON object");
            size += new Scan(parser).run(first);
            if (parser.nextToken() != null) throw invalid("json", "must be one JSON value");
        } catch (StreamConstraintsException e) {
            throw monstrous(); // the only one of the parser's limits that is within ours
        } catch (JacksonException e) {
            throw invalid("json", "must be JSON without repeated members");
        }
        if (size > bytes) throw tooLong();
        // Line ends stand between tokens only: inside strings they are escaped.
        return json.replace('\n', ' ').replace('\r', ' ');
    }

    /** One pass over the tokens of a value. */
    private final class Scan {
        private final JsonParser parser;
        private int depth;
        private int growth;

        Scan(JsonParser parser) {
            this.parser = parser;
        }

        int run(JsonToken first) {
            take(first);
            while (depth > 0) take(parser.nextToken());
            return growth;
        }

        private void take(JsonToken token) {
            if (token == null) throw invalid("json", "must be a complete JSON value");
            switch (token) {
                case START_OBJECT, START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                case PROPERTY_NAME, VALUE_STRING -> Rules.characters(field, parser.getString());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> growth += growth(parser.getString());
                default -> {}
            }
            if (depth > levels) throw invalid("depth", "must have at most " + levels + " levels");
        }
    }

    /**
     * What a number grows by when it is written out. PostgreSQL's jsonb keeps 1e300 as 301 digits, has no room for
     * 1e-20000, and whoever reads the log must be able to parse what it gives back.
     */
    private int growth(String number) {
        if (number.length() > EventJson.NUMBER) throw monstrous();
        if (number.indexOf('e') < 0 && number.indexOf('E') < 0) return 0;
        BigDecimal value;
        try {
            value = new BigDecimal(number);
        } catch (NumberFormatException e) {
            throw monstrous(); // an exponent beyond int
        }
        if (Math.abs((long) value.scale()) > EventJson.NUMBER) throw monstrous();
        int length = value.toPlainString().length();
        if (length > EventJson.NUMBER) throw monstrous();
        return Math.max(0, length - number.length());
    }

    private InvalidEvent monstrous() {
        return invalid("range", "must have no number of more than " + EventJson.NUMBER + " characters");
    }

    private InvalidEvent tooLong() {
        return invalid("length", "must have at most " + bytes + " bytes of JSON");
    }

    private InvalidEvent invalid(String rule, String message) {
        return new InvalidEvent(field, rule, field + " " + message);
    }
}
