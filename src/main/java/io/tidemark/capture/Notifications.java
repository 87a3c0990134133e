package io.tidemark.capture;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * What an operation tells while it runs: progress, warnings.
 *
 * <pre>{@code
 * @Inject Notifications notifications;
 * …
 * notifications.add(new Progress(3, 10));
 * }</pre>
 *
 * <p>They are captured, redacted, with the innermost captured operation of this thread; without one nothing happens.
 * Thread-safe.
 */
@ApplicationScoped
public class Notifications {
    /** Never throws. */
    public void add(Object notification) {
        Recording current = Recording.current();
        if (current != null) current.notification(notification);
    }
}
