package io.tidemark.capture;

import io.tidemark.event.AuthnResult;
import io.tidemark.event.AuthzDecision;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request that was answered with 401 or 403.
 *
 * @param uri without its query
 * @param authorization the header; only its scheme is kept
 */
record Denial(
        int status, String method, String uri, @Nullable String authorization) {
    private static final int UNAUTHORIZED = 401;

    boolean isAuthn() {
        return status == UNAUTHORIZED;
    }

    AuthnResult authn(@Nullable String accountId) {
        return authorization == null
                ? AuthnResult.failure("none", accountId, "no credentials")
                : AuthnResult.failure(scheme(authorization), accountId, "credentials refused");
    }

    AuthzDecision authz() {
        return AuthzDecision.denied(method, "path", path());
    }

    /** Without what stands behind a semicolon: a session's identifier may. */
    private String path() {
        StringBuilder path = new StringBuilder();
        for (String segment : uri.split("/", -1)) {
            if (segment.isEmpty()) continue;
            int semicolon = segment.indexOf(';');
            path.append('/').append(semicolon < 0 ? segment : segment.substring(0, semicolon));
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    /** Of credentials without scheme nothing is kept. */
    private static String scheme(String authorization) {
        int space = authorization.indexOf(' ');
        return space < 0
                ? "unknown"
                : authorization.substring(0, Math.min(space, 32)).toLowerCase(Locale.ROOT);
    }
}
