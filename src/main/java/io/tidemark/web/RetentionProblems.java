package io.tidemark.web;

import io.tidemark.retention.RetentionRefused;

/** What a rule of holds and purges has to say. */
final class RetentionProblems {
    private RetentionProblems() {}

    static Problem of(RetentionRefused refused) {
        String rule = refused.rule();
        return switch (rule) {
            case "unknown" -> Problem.of(404, "not-found", "Not found", "There is none with this id");
            case "gone" ->
                Problem.of(
                                410,
                                "cursor-gone",
                                "Older than the log",
                                "A part of it is no longer kept: see GET /retention")
                        .with("rule", rule);
            case "released" ->
                Problem.of(409, "already-released", "Already released", "The hold was released before")
                        .with("rule", rule);
            default ->
                Problem.of(409, "not-purgeable", "Not purgeable", detail(rule)).with("rule", rule);
        };
    }

    private static String detail(String rule) {
        return switch (rule) {
            case "disabled" -> "This node lets no early purge run: tidemark.retention.purge is false";
            case "pending" -> "Another purge waits for its approval, or to run";
            case "nothing" -> "No whole partition of the log ends at or below this position";
            case "held" -> "A legal hold covers a part of it";
            case "young" -> "It may hold revocations of tokens that are still valid";
            case "approved" -> "It was approved before";
            case "expired" -> "It was not approved in time: ask for a new one";
            case "own" -> "Another administrator than the one who asked must approve it";
            default -> "It is not possible now";
        };
    }
}
