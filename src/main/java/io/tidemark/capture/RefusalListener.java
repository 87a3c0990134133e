package io.tidemark.capture;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sees the requests that the server refuses before any filter: a security constraint, a login that failed.
 *
 * <p>Why reflection? A listener is not given the response. Liberty's request has it; where a request has none, these refusals
 * go unseen.
 */
public class RefusalListener implements ServletRequestListener {
    private static final Logger LOGGER = Logger.getLogger(RefusalListener.class.getName());

    /** Servers use their request objects again: what an earlier one left would pass for this one's. */
    @Override
    public void requestInitialized(ServletRequestEvent event) {
        event.getServletRequest().removeAttribute(HttpPlace.ATTRIBUTE);
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        if (!(event.getServletRequest() instanceof HttpServletRequest request)) return;
        if (request.getAttribute(HttpPlace.ATTRIBUTE) != null) return; // the filter has seen it
        if (!(event.getServletContext().getAttribute(Requests.ATTRIBUTE) instanceof Requests requests)) return;
        try {
            Object response = request.getClass().getMethod("getResponse").invoke(request);
            if (response instanceof HttpServletResponse answer) requests.ended(request, answer.getStatus());
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(Level.FINE, "Could not tell how a request ended", e);
        }
    }
}
