package io.tidemark.event;

/**
 * What a reader reads by, and may lose: its session, its token, its account, or a role of its account.
 *
 * @param scope {@code session}, {@code token}, {@code account} or {@code role:NAME}
 * @param id the session's hash, the token's {@code jti}, the account's id
 */
public record Access(String scope, String id) {
    private static final String ROLE = "role:";

    public static Access session(String hash) {
        return new Access("session", hash);
    }

    public static Access token(String jti) {
        return new Access("token", jti);
    }

    public static Access account(String id) {
        return new Access("account", id);
    }

    public static Access role(String role, String accountId) {
        return new Access(ROLE + role, accountId);
    }

    /** {@code session}, {@code token}, {@code account} or {@code role}. */
    public String kind() {
        return scope.startsWith(ROLE) ? "role" : scope;
    }
}
