package io.tidemark.capture;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.security.enterprise.SecurityContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Whom the server takes this thread's caller for (Jakarta Security): it knows in managed executors and asynchronous EJB methods
 * too, where there is no request.
 */
final class ThreadCaller {
    private static final boolean KNOWN = seesSecurity();

    private ThreadCaller() {}

    static @Nullable Principal principal() {
        if (!KNOWN) return null;
        try {
            return Security.principal();
        } catch (RuntimeException | LinkageError e) {
            return null; // no CDI on this thread, or no security in this server
        }
    }

    static boolean isInRole(String role) {
        if (!KNOWN) return false;
        try {
            return Security.isInRole(role);
        } catch (RuntimeException | LinkageError e) {
            return false;
        }
    }

    private static boolean seesSecurity() {
        try {
            Class.forName("jakarta.security.enterprise.SecurityContext");
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** Loaded only where there is the API. */
    private static final class Security {
        private Security() {}

        static @Nullable Principal principal() {
            SecurityContext security = security();
            return security == null ? null : security.getCallerPrincipal();
        }

        static boolean isInRole(String role) {
            SecurityContext security = security();
            return security != null && security.isCallerInRole(role);
        }

        private static @Nullable SecurityContext security() {
            Instance<SecurityContext> security = CDI.current().select(SecurityContext.class);
            return security.isResolvable() ? security.get() : null;
        }
    }
}
