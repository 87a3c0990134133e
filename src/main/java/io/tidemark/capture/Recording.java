package io.tidemark.capture;

import io.tidemark.event.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of an operation while it is captured. What the operation notifies on this thread until it is closed belongs to
 * it. Not thread-safe, but for notifications.
 */
public final class Recording implements AutoCloseable {
    private static final ThreadLocal<@Nullable Recording> CURRENT = new ThreadLocal<>();

    private final Conversion conversion;
    private final Secrets secrets = new Secrets();
    private final boolean nothingReturned;
    private final boolean sensitiveResult;
    private final Payload.Side request;
    private final List<Payload.Side> notifications = new ArrayList<>();
    private final @Nullable Recording outer = CURRENT.get();
    private Payload.@Nullable Side headers;
    private int dropped;

    Recording(
            Conversion conversion, List<Capture.Argument> arguments, boolean nothingReturned, boolean sensitiveResult) {
        this.conversion = conversion;
        this.nothingReturned = nothingReturned;
        this.sensitiveResult = sensitiveResult;
        request = conversion.arguments(arguments, secrets);
        CURRENT.set(this);
    }

    /** The innermost one that is open on this thread. */
    static @Nullable Recording current() {
        return CURRENT.get();
    }

    /** The headers of the request that it came with. */
    public void headers(Map<String, List<String>> headers) {
        this.headers = conversion.headers(headers, secrets);
    }

    /** What the operation tells while it runs; the first {@value Payload#NOTIFICATIONS} are kept. */
    synchronized void notification(Object notification) {
        if (notifications.size() < Payload.NOTIFICATIONS)
            notifications.add(conversion.notification(notification, secrets));
        else dropped++;
    }

    /** It ended with that result; for a void method there is no response. */
    public Payload returned(@Nullable Object result) {
        return payload(nothingReturned ? null : conversion.result(result, sensitiveResult, secrets), null);
    }

    /** It ended with that. */
    public Payload threw(Throwable failure) {
        return payload(null, conversion.error(failure, secrets));
    }

    /**
     * The message of what was thrown as it may be stored: what was redacted of the arguments is redacted of it, and so is
     * what looks like a secret; at most 1,024 characters. Absent if it has none.
     */
    public @Nullable String message(Throwable failure) {
        return conversion.message(failure, secrets);
    }

    /** Notifications go to the one outside again. */
    @Override
    public void close() {
        if (CURRENT.get() != this) return;
        if (outer == null) CURRENT.remove();
        else CURRENT.set(outer);
    }

    private synchronized Payload payload(Payload.@Nullable Side response, Payload.@Nullable Side error) {
        Payload.Side told = notifications.isEmpty() ? null : conversion.joined(notifications);
        return new Payload(request, response, error, headers, told, dropped);
    }
}
