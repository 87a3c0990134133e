package io.tidemark.stream;

import io.tidemark.event.Filter;
import io.tidemark.store.LogEntry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A broadcaster without a server: a log, the newest of it in a ring, and tasks that run when the test says so. */
final class Source extends Broadcaster {
    static final int RING = 300;

    private final Outlet outlet;
    final List<LogEntry> log = new ArrayList<>();
    final Deque<Runnable> tasks = new ArrayDeque<>();
    long head;
    long inRing;
    int pages;
    long widest;
    int ring = RING;
    Runnable meanwhile = () -> {};
    Runnable report = () -> {};
    final List<String> reports = new ArrayList<>();
    final List<Subscription> watched = new ArrayList<>();

    @Nullable RuntimeException failure;

    Source(Outlet outlet) {
        this.outlet = outlet;
    }

    /** One that has sent its beginning, and what there is. */
    Subscription start(long cursor, Filter filter) throws IOException {
        var subscription = subscribe(cursor, filter);
        subscription.start();
        runAll();
        return subscription;
    }

    Subscription subscribe(long cursor, Filter filter) {
        var reader = new Reader("account", "session", "token", "role", Instant.EPOCH, Instant.MAX);
        return new Subscription(reader, filter, cursor, outlet, Instant.EPOCH, this);
    }

    void publish(long to) {
        while (log.size() < to) log.add(Entries.entry(log.size() + 1L));
        head = to;
        inRing = to;
    }

    void runAll() {
        for (var task = tasks.poll(); task != null; task = tasks.poll()) task.run();
    }

    @Override
    public long head() {
        return head;
    }

    @Override
    void execute(Runnable drain) {
        tasks.add(drain);
    }

    @Override
    @Nullable Frame frame(long seq) {
        return seq > inRing - ring && seq <= inRing ? Frame.of(log.get((int) seq - 1)) : null;
    }

    @Override
    List<LogEntry> page(long after, long last, Filter filter, int limit) {
        pages++;
        widest = Math.max(widest, last - after);
        if (failure != null) throw failure;
        var page = log.stream()
                .filter(entry -> entry.seq() > after && entry.seq() <= last)
                .filter(entry -> filter.matches(entry.event(), entry.hasPayload()))
                .filter(entry -> !filter.readsPayload() || entry.seq() % 2 == 0)
                .limit(limit)
                .toList();
        meanwhile.run();
        return page;
    }

    @Override
    @Nullable End mustEnd(Subscription subscription) {
        return null;
    }

    @Override
    void remove(Subscription subscription) {}

    @Override
    void delivered(int events) {}

    @Override
    void watch(Subscription subscription) {
        watched.add(subscription);
    }

    @Override
    void finished(Subscription subscription, End why) {
        reports.add(why.reason());
        report.run();
    }

    @Override
    Duration retry() {
        return Duration.ofSeconds(2);
    }

    @Override
    Duration stalledAfter() {
        return Duration.ofSeconds(4);
    }
}
