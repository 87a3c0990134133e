package io.tidemark.checker;

/**
 * A token that a reader was given.
 *
 * @param line where the history has it
 * @param session the hash
 */
record Access(long line, String token, String account, String session) {

    boolean isOf(String scope, String id) {
        return switch (scope) {
            case "token" -> token.equals(id);
            case "session" -> session.equals(id);
            case "account", "role" -> account.equals(id);
            default -> throw new IllegalArgumentException(scope);
        };
    }
}
