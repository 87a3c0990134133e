package io.tidemark.sequence;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes the {@link Sequencer}. Thread-safe.
 *
 * <p>Why not a method of the sequencer? It is an EJB: the call through its container cost a twentieth of the
 * transaction that rings.
 */
@ApplicationScoped
public class Bell {
    private final Semaphore rung = new Semaphore(0);

    /** Something committed. Returns at once; never throws. */
    public void ring() {
        if (!isRung()) rung.release();
    }

    boolean isRung() {
        return rung.availablePermits() > 0;
    }

    void silence() {
        rung.drainPermits();
    }

    /** Waits until it is rung, which it stays, or for that time. */
    void await(Duration atMost) throws InterruptedException {
        if (rung.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) rung.release();
    }
}
