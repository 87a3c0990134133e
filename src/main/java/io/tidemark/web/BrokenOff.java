package io.tidemark.web;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A body that cannot be completed although it has begun: its connection is closed instead of its end being written.
 *
 * <p>Why by reflection? Whatever an application throws, Open Liberty ends a chunked body as if it were complete, and
 * neither Servlet nor the server's API has a way to break off. These are public methods of its implementation; where they
 * are missing, the body ends early and without its marker.
 */
final class BrokenOff {
    private static final Logger LOGGER = Logger.getLogger(BrokenOff.class.getName());
    private static final String ATTRIBUTE = BrokenOff.class.getName();

    private BrokenOff() {}

    static void mark(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, true);
    }

    static boolean is(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) != null;
    }

    /** Closes the connection of the container's own response. */
    static void close(ServletResponse response) {
        try {
            Object connection = get(get(get(response, "getIResponse"), "getWCCRequest"), "getHttpInboundConnection");
            Object virtual = get(connection, "getVirtualConnection");
            for (Method method : connection.getClass().getMethods()) {
                if (method.getName().equals("close") && method.getParameterCount() == 2) {
                    method.invoke(connection, virtual, new IOException("The body was broken off"));
                    return;
                }
            }
            throw new NoSuchMethodException("close");
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Could not close the connection of a body that was broken off", e);
        }
    }

    private static Object get(Object object, String method) throws ReflectiveOperationException {
        Object value = object.getClass().getMethod(method).invoke(object);
        if (value == null) throw new NoSuchMethodException(method + " is null");
        return value;
    }
}
