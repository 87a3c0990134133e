package io.tidemark.web;

import io.tidemark.event.InvalidEvent;

/** The problems that have no more to say than their status, or come from an event. */
final class Problems {
    private Problems() {}

    static Problem invalidEvent(InvalidEvent e) {
        return Problem.of(400, "invalid-event", "Invalid event", String.valueOf(e.getMessage()))
                .with("field", e.field())
                .with("rule", e.rule());
    }

    static Problem malformed(String detail) {
        return Problem.of(400, "malformed", "Malformed request", detail);
    }

    static Problem tooLarge(String detail) {
        return Problem.of(413, "too-large", "Too large", detail);
    }

    static Problem unauthorized(String detail) {
        return Problem.of(401, "unauthorized", "Unauthorized", detail);
    }

    static Problem gone(String detail, long oldest) {
        return Problem.of(410, "cursor-gone", "Cursor older than the log", detail)
                .with("oldest", oldest);
    }

    static Problem ofStatus(int status) {
        return switch (status) {
            case 400 -> malformed("The request cannot be understood");
            case 401 -> unauthorized("A bearer token is required");
            case 403 -> Problem.of(403, "forbidden", "Forbidden", "The token lacks the role");
            case 404 -> Problem.of(404, "not-found", "Not found", "There is nothing at this path");
            case 405 -> Problem.of(405, "method-not-allowed", "Method not allowed", "See the Allow header");
            case 406 -> Problem.of(406, "not-acceptable", "Not acceptable", "Nothing that the Accept header allows");
            case 413 -> tooLarge("The body is too large");
            case 414, 431 -> Problem.of(status, "too-large", "Too large", "The address or the headers are too large");
            case 415 ->
                Problem.of(415, "unsupported-media-type", "Unsupported media type", "See the API's description");
            case 503 ->
                Problem.of(503, "unavailable", "Unavailable", "Try again later").with("retryAfter", 2);
            default ->
                status >= 500
                        ? Problem.of(status, "internal", "Internal error", "The server's log has the reason")
                        : Problem.of(status, "malformed", "Malformed request", "The request cannot be understood");
        };
    }
}
