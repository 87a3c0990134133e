package io.tidemark.stream;

import io.tidemark.event.Access;
import io.tidemark.event.Credential;
import java.time.Instant;
import java.util.List;

/**
 * Who reads: what its token says.
 *
 * @param sessionId lower-case hex SHA-256 of the token's {@code sid}, else of its {@code jti}
 * @param tokenId the token's {@code jti}; the session's hash if it has none
 * @param role the role that the stream requires
 */
public record Reader(
        String accountId, String sessionId, String tokenId, String role, Instant issuedAt, Instant expiresAt) {

    /** Everything whose revocation ends the stream. */
    public List<Access> accesses() {
        return List.of(
                Access.session(sessionId),
                Access.token(tokenId),
                Access.account(accountId),
                Access.role(role, accountId));
    }

    public Credential credential() {
        return new Credential(accesses(), issuedAt);
    }
}
