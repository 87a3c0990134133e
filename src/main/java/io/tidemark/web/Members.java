package io.tidemark.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the members of a small JSON object. */
record Members(JsonNode json) {
    private static final int BYTES = 16 * 1_024;
    private static final int REASON = 1_024;

    /** @throws Refused if it is no object, too large, or has other members */
    static Members of(InputStream body, Set<String> known) {
        JsonNode json = parse(body);
        if (!json.isObject()) throw new Refused(Problems.malformed("The body must be a JSON object"));
        for (String name : json.propertyNames()) {
            if (!known.contains(name)) throw refused(name, "unknown", "There is no such member");
        }
        return new Members(json);
    }

    private static JsonNode parse(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(BYTES + 1);
            if (bytes.length > BYTES) throw new Refused(Problems.tooLarge("The body must have at most 16 KiB"));
            return Json.read(new String(bytes, StandardCharsets.UTF_8));
        } catch (JacksonException | NumberFormatException | IOException e) {
            throw new Refused(
                    Problems.malformed("The body must be a JSON object").with("rule", "json"));
        }
    }

    /** A position of the log, from 1; absent if not given. */
    @Nullable Long position(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode()) return null;
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 1) {
            throw refused(name, "number", name + " must be a position of the log, from 1");
        }
        return value.asLong();
    }

    /** Why: what others will have to understand. */
    String reason() {
        JsonNode value = json.path("reason");
        String text = value.isString() ? value.asString().strip() : "";
        if (text.isEmpty() || text.length() > REASON || text.chars().anyMatch(Character::isISOControl)) {
            throw refused("reason", "length", "reason must have 1 to 1024 characters, none of them a control");
        }
        return text;
    }

    static Refused refused(String name, String rule, String detail) {
        return new Refused(Problem.parameter(name, rule, detail));
    }
}
