package io.tidemark.event;

import org.jspecify.annotations.Nullable;

/**
 * What went into an operation and what came out of it, next to its event. Made by the room {@code capture}, which redacts
 * it and keeps it small. Immutable.
 *
 * @param request the arguments: an object with a member for each
 * @param response the result, if there was one: any value
 * @param error what was thrown instead: an object with {@code type} and {@code message}
 * @param headers those of the HTTP request: an object of strings
 * @param notifications what the operation told while it ran: an array
 * @param droppedNotifications how many more there were
 */
public record Payload(
        @Nullable Side request,
        @Nullable Side response,
        @Nullable Side error,
        @Nullable Side headers,
        @Nullable Side notifications,
        int droppedNotifications) {
    /** The most notifications that are kept. */
    public static final int NOTIFICATIONS = 100;

    /** The most bytes of a side, whatever is configured. */
    public static final int BYTES = 1_024 * 1_024;

    /** Levels of objects and arrays that are kept. */
    public static final int LEVELS = EventJson.DEPTH;

    private static final BoundedJson RULES = new BoundedJson("payload", BYTES, LEVELS);

    /** @throws InvalidEvent if there is a response and an error, or the number of notifications is negative */
    public Payload {
        if (response != null && error != null) {
            throw new InvalidEvent("payload", "exclusive", "payload must not have both a response and an error");
        }
        if (droppedNotifications < 0) {
            throw new InvalidEvent("payload", "range", "droppedNotifications must not be negative");
        }
    }

    /**
     * The same. Why is that no part of making one? What the database gives back was checked when it was stored.
     *
     * @throws InvalidEvent if a side is not JSON within its bounds
     */
    public Payload checked() {
        for (Side side : new @Nullable Side[] {request, response, error, headers, notifications}) {
            if (side != null) side.checked();
        }
        return this;
    }

    /** Whether nothing was captured. */
    public boolean isEmpty() {
        return request == null && response == null && error == null && headers == null && notifications == null;
    }

    /** The sizes only: a payload does not go into logs. */
    @Override
    public String toString() {
        return "Payload[request=" + size(request) + ", response=" + size(response) + ", error=" + size(error)
                + ", headers=" + size(headers) + ", notifications=" + size(notifications) + "]";
    }

    private static String size(@Nullable Side side) {
        return side == null ? "none" : side.bytes() + " bytes";
    }

    /**
     * One side of a payload.
     *
     * @param json one value on one line; absent if it was too large and was dropped whole
     * @param bytes how many the JSON has, or would have had, in UTF-8 after redaction
     * @param redacted a value of it was replaced by {@code [redacted]}
     * @param altered something of it could not be written as it was: a NUL character, a stream, what lay too deep
     */
    public record Side(@Nullable String json, long bytes, boolean redacted, boolean altered) {

        /** @throws InvalidEvent if the size is negative */
        public Side {
            // Line ends stand between tokens only: inside strings they are escaped.
            if (json != null) json = json.replace('\n', ' ').replace('\r', ' ');
            if (bytes < 0) throw new InvalidEvent("payload", "range", "payload must have a size");
        }

        /**
         * The same.
         *
         * @throws InvalidEvent if it is not JSON within the bounds: 1 MiB, 32 levels, no NUL, no number of more than 400 digits
         */
        public Side checked() {
            if (json != null) RULES.value(json);
            return this;
        }

        /** Too large, and dropped whole. */
        public boolean truncated() {
            return json == null;
        }

        /** Whether it stands for exactly what was there. */
        public boolean faithful() {
            return json != null && !redacted && !altered;
        }

        /** The size and the flags only. */
        @Override
        public String toString() {
            return "Side[" + bytes + " bytes" + (truncated() ? ", truncated" : "") + (redacted ? ", redacted" : "")
                    + (altered ? ", altered" : "") + "]";
        }
    }
}
