package io.tidemark.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/** A request that makes no HTTP session: the server makes one, and sets its cookie, for every WebSocket. */
final class WithoutSession extends HttpServletRequestWrapper {
    WithoutSession(HttpServletRequest request) {
        super(request);
    }

    @Override
    public @Nullable HttpSession getSession() {
        return getSession(false);
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        return super.getSession(false);
    }
}
