package io.tidemark.retention;

import io.tidemark.store.Log;
import io.tidemark.store.Policy;
import io.tidemark.store.RetentionTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the log keeps, and what has gone. Thread-safe. */
@ApplicationScoped
public class Kept {
    private static final int LISTED = 200;

    @Inject
    private Log log;

    @Inject
    private RetentionTable table;

    @Inject
    private RetentionSettings settings;

    /**
     * The state of the log.
     *
     * @param oldest the oldest position that is kept
     * @param age by which it goes, absent if it does not
     * @param size how many of the newest events stay whatever their age
     * @param purge whether this node lets an early purge run
     * @param removals the partitions that have gone, newest first, at most {@value #LISTED}
     */
    public record State(
            long oldest,
            long head,
            @Nullable String age,
            @Nullable Long size,
            boolean purge,
            String tokenLife,
            boolean exported,
            List<RetentionTable.Removal> removals) {}

    public State state() {
        Log.Bounds bounds = log.bounds();
        Policy policy = settings.policy();
        return new State(
                bounds.oldest(),
                bounds.head(),
                policy.age(),
                policy.size(),
                policy.purge(),
                policy.tokenLife(),
                settings.export() != null,
                table.removals(LISTED));
    }
}
