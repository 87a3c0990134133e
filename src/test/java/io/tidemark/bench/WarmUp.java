package io.tidemark.bench;

import io.tidemark.testing.Node;
import java.io.IOException;
import java.time.Duration;

/**
 * Lets a server do its work until its JVM and the client's have compiled it: before that, the compiler takes one core of
 * two, and what is measured shares the other.
 */
final class WarmUp {
    /** Of a core. */
    private static final double QUIET = 0.1;

    private static final int QUIET_ROUNDS = 2;
    private static final Duration MOST = Duration.ofMinutes(2);

    /** A few seconds of the work that will be measured. */
    interface Work {
        void run() throws Exception;
    }

    private WarmUp() {}

    /** Until both compilers were quiet twice in a row, or for two minutes; prints how long, and what they still take. */
    static void until(Node node, Work work) throws Exception {
        long begin = System.nanoTime();
        double share = 1;
        int quiet = 0;
        while (quiet < QUIET_ROUNDS && System.nanoTime() - begin < MOST.toNanos()) {
            double used = compilers(node);
            long start = System.nanoTime();
            work.run();
            share = (compilers(node) - used) * 1e9 / (System.nanoTime() - start);
            quiet = share < QUIET ? quiet + 1 : 0;
        }
        System.out.printf(
                "--- warmed up in %d s: the compilers take %.2f of a core%n",
                Duration.ofNanos(System.nanoTime() - begin).toSeconds(), share);
    }

    private static double compilers(Node node) throws IOException {
        return Vitals.compilerCpu(node.pid())
                + Vitals.compilerCpu(ProcessHandle.current().pid());
    }
}
