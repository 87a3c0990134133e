package io.tidemark.guard;

import io.tidemark.stream.Reader;
import org.jspecify.annotations.Nullable;

/**
 * A request that was refused: a CDI event.
 *
 * @param problem the name of the problem
 * @param path without its query, which may say what somebody looked for; what cannot be printed is a question mark, and what is
 *     beyond 200 characters is left out
 * @param reader who asked, if the token was valid
 */
public record Refusal(
        String problem,
        String method,
        String path,
        @Nullable Reader reader) {
    private static final int LENGTH = 200;

    public Refusal {
        String shown = path.length() > LENGTH ? path.substring(0, LENGTH) : path;
        path = shown.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
