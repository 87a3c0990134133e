package io.tidemark.testing;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One block of an event stream, from blank line to blank line. Fields that were not sent are null.
 *
 * <p>Wider than the specification's event, which only a block with data is: blocks with nothing but an {@code id}, a
 * comment or a {@code retry} are frames too.
 */
public record Frame(
        @Nullable String id,
        @Nullable String event,
        @Nullable String data,
        @Nullable String comment,
        @Nullable Long retry) {

    /** Whether this is an event that the specification would dispatch, of this type. */
    public boolean is(String type) {
        return data != null && type.equals(event == null ? "message" : event);
    }

    public JsonNode json() {
        if (data == null) {
            throw new IllegalStateException("no data in " + this);
        }
        return JsonMapper.shared().readTree(data);
    }

    /** The id as the position in the log that it is. */
    public long seq() {
        if (id == null) {
            throw new IllegalStateException("no id in " + this);
        }
        return Long.parseLong(id);
    }
}
