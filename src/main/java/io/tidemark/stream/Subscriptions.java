package io.tidemark.stream;

import io.tidemark.event.Access;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open subscriptions of this node: how many, and by what they read. Thread-safe. */
@ApplicationScoped
public class Subscriptions {
    private final Map<Access, Set<Subscription>> byAccess = new HashMap<>();
    private final Set<Subscription> all = new LinkedHashSet<>();
    private volatile List<Subscription> snapshot = List.of();
    private volatile boolean changed;

    /**
     * Adds it; takes out, and returns, the session's oldest one if that has too many now.
     *
     * @throws StreamRefused if the node has too many
     */
    synchronized @Nullable Subscription add(Subscription subscription, StreamSettings settings) {
        if (all.size() >= settings.max()) {
            throw new StreamRefused("too-many-streams", "The node has " + settings.max() + " streams");
        }
        all.add(subscription);
        for (Access access : subscription.reader().accesses()) {
            byAccess.computeIfAbsent(access, key -> new LinkedHashSet<>()).add(subscription);
        }
        changed = true;
        Set<Subscription> ofSession =
                byAccess.getOrDefault(Access.session(subscription.reader().sessionId()), Set.of());
        if (ofSession.size() <= settings.perSession()) return null;
        // Taken out here: the next one that is added must find another oldest.
        Subscription oldest = ofSession.iterator().next();
        remove(oldest);
        return oldest;
    }

    synchronized void remove(Subscription subscription) {
        if (!all.remove(subscription)) return;
        for (Access access : subscription.reader().accesses()) {
            byAccess.computeIfPresent(access, (key, open) -> {
                open.remove(subscription);
                return open.isEmpty() ? null : open;
            });
        }
        changed = true;
    }

    /** Those that read by this access. */
    synchronized List<Subscription> by(Access access) {
        return new ArrayList<>(byAccess.getOrDefault(access, Set.of()));
    }

    /** All, oldest first. */
    public List<Subscription> all() {
        return changed ? snapshot() : snapshot;
    }

    private synchronized List<Subscription> snapshot() {
        snapshot = List.copyOf(all);
        changed = false;
        return snapshot;
    }

    /** How many the session has open on this node. */
    public int ofSession(String sessionId) {
        return by(Access.session(sessionId)).size();
    }
}
