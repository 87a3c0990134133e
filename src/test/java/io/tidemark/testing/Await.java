package io.tidemark.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits until something is so. The only place of the tests that lets time pass. */
public final class Await {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    /** Waits for a condition. Throws {@link AssertionError} at the deadline, and what the condition throws, at once. */
    public static void until(String what, Duration deadline, Callable<Boolean> condition) {
        until(what, deadline, condition, met -> met);
    }

    /**
     * Asks for a value until it is as wanted, and returns it.
     *
     * <p>Example: {@code Await.until("10 rows", Duration.ofSeconds(5), () -> sql.count("select …"), n -> n == 10)}.
     */
    public static <T> T until(String what, Duration deadline, Callable<T> value, Predicate<? super T> wanted) {
        long start = System.nanoTime();
        while (true) {
            T current = ask(value);
            if (wanted.test(current)) {
                return current;
            }
            if (System.nanoTime() - start > deadline.toNanos()) {
                throw new AssertionError("no " + what + " within " + deadline + ", but: " + current);
            }
            LockSupport.parkNanos(PAUSE);
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting for " + what);
            }
        }
    }

    private static <T> T ask(Callable<T> value) {
        try {
            return value.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
