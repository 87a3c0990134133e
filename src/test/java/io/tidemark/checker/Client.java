package io.tidemark.checker;

import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Somebody who does one thing after the other, by chance, until told to stop. */
abstract class Client implements Callable<Void> {
    final Stage stage;
    final String name;
    final Random random;
    private volatile boolean stopped;

    Client(Stage stage, String name, long seed) {
        this.stage = stage;
        this.name = name;
        this.random = new Random(seed);
    }

    @Override
    public final Void call() throws Exception {
        while (!stopped) act();
        finish();
        return null;
    }

    abstract void act() throws Exception;

    /** Leaves nothing open. */
    void finish() throws Exception {}

    final void stop() {
        stopped = true;
    }

    final boolean isStopped() {
        return stopped;
    }

    final boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Lets up to so many milliseconds pass. */
    final void think(int millis) {
        LockSupport.parkNanos((long) (random.nextDouble() * millis * 1_000_000));
    }

    /** From 1 to {@code most}, more small numbers than large ones. */
    final int some(int most) {
        return 1 + (int) (most * Math.pow(random.nextDouble(), 3));
    }
}
