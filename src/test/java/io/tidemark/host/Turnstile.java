package io.tidemark.host;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Holds a transaction until the test has seen it wait, and then until it has done something. */
@ApplicationScoped
public class Turnstile {

    private static final int SECONDS = 30;

    private final CyclicBarrier barrier = new CyclicBarrier(2);

    /** Waits for the other side. */
    public void pass() {
        try {
            barrier.await(SECONDS, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("Nobody came", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
