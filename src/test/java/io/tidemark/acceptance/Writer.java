package io.tidemark.acceptance;

import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Somebody who writes one transaction after the other, of 1 to 20 events, thinks now and then, and changes its mind. */
abstract class Writer implements Callable<Void> {

    private static final List<String> TYPES = List.of("login", "logout", "role_grant_create", "password_change");

    final Random random;
    final Book book;
    private final String service;
    private final BooleanSupplier enough;

    Writer(long seed, String service, Book book, BooleanSupplier enough) {
        this.random = new Random(seed);
        this.service = service;
        this.book = book;
        this.enough = enough;
    }

    @Override
    public final Void call() throws Exception {
        while (!enough.getAsBoolean()) {
            transaction();
            think();
        }
        finish();
        return null;
    }

    abstract void transaction() throws Exception;

    /** Leaves nothing open. */
    void finish() throws Exception {}

    /** Failures only, so that no revoking type revokes. */
    final InboxRow row() {
        var type = TYPES.get(random.nextInt(TYPES.size()));
        return InboxRow.of(type)
                .with("service", service)
                .with("outcome", type.equals("login") && random.nextBoolean() ? "success" : "failure");
    }

    /** From 1 to 20, more small ones than large ones, by the clock of a node that may be an hour ahead or behind. */
    final List<InboxRow> rows() {
        int count = 1 + (int) (20 * Math.pow(random.nextDouble(), 3));
        long skew = TimeUnit.MINUTES.toMicros(random.nextInt(-60, 60));
        return IntStream.range(0, count).mapToObj(i -> row().later(skew)).toList();
    }

    final boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Mostly not at all, at times for milliseconds: so that transactions overlap in every way. */
    final void think() {
        if (chance(20)) LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(4_000)));
    }
}
