package io.tidemark.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a request must be to become a WebSocket (RFC 6455, section 4.2.1). */
final class Upgrade {
    static final String PROTOCOL = "websocket";
    static final String VERSION = "13";

    private static final int UPGRADE_REQUIRED = 426;
    private static final int KEY = 16;

    private Upgrade() {}

    /**
     * Passes a handshake.
     *
     * @throws Refused if it is none, or of another version
     */
    static void require(HttpServletRequest request) {
        if (!has(request.getHeader("Upgrade"), PROTOCOL) || !has(request.getHeader("Connection"), "upgrade")) {
            throw refused(UPGRADE_REQUIRED, "This is a WebSocket: the request must ask for an upgrade (RFC 6455)");
        }
        if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            throw refused(UPGRADE_REQUIRED, "Sec-WebSocket-Version must be " + VERSION);
        }
        if (!isKey(request.getHeader("Sec-WebSocket-Key"))) {
            throw refused(400, "Sec-WebSocket-Key must be 16 bytes in Base64");
        }
    }

    private static boolean has(@Nullable String list, String token) {
        if (list == null) return false;
        for (String element : list.toLowerCase(Locale.ROOT).split(",", -1)) {
            if (element.strip().equals(token)) return true;
        }
        return false;
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key.strip()).length == KEY;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Refused refused(int status, String detail) {
        return new Refused(Problem.of(status, "malformed", "No WebSocket handshake", detail));
    }
}
