package io.tidemark.bench.host;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Runs transactions one after another in each of some threads, for some time. */
@ApplicationScoped
public class Load {
    private static final int BATCH = 100;

    @Inject
    private Payments payments;

    @Inject
    private Calls calls;

    @Resource
    private ManagedThreadFactory factory;

    /** Of all threads, and how long it took until the last one was done. */
    public record Done(long transactions, long nanos) {}

    /** {@code run} names the accounts; transactions of a thread are numbered from 1, of batches their events. */
    public Done run(String work, String run, int threads, long millis) throws InterruptedException, ExecutionException {
        Consumer<Transaction> body = body(work);
        ExecutorService pool = Executors.newFixedThreadPool(threads, factory);
        try {
            long start = System.nanoTime();
            long deadline = start + millis * 1_000_000;
            List<Callable<Long>> loops = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String account = run + "-" + thread;
                loops.add(() -> loop(body, account, deadline));
            }
            long transactions = 0;
            for (Future<Long> done : pool.invokeAll(loops)) transactions += done.get();
            return new Done(transactions, System.nanoTime() - start);
        } finally {
            pool.shutdown();
        }
    }

    private record Transaction(String account, long number) {
        Fact fact() {
            return Fact.of(account, number);
        }

        List<Fact> batch() {
            return LongStream.rangeClosed((number - 1) * BATCH + 1, number * BATCH)
                    .mapToObj(n -> Fact.of(account, n))
                    .toList();
        }
    }

    private Consumer<Transaction> body(String work) {
        return switch (work) {
            case "unaudited" -> transaction -> payments.unaudited(transaction.fact());
            case "audited" -> transaction -> payments.audited(transaction.fact());
            case "by-hand" -> transaction -> payments.byHand(transaction.fact());
            case "audited-batch" -> transaction -> payments.auditedBatch(transaction.batch());
            case "by-hand-batch" -> transaction -> payments.byHandBatch(transaction.batch());
            case "call-plain", "call-audited", "call-captured" ->
                transaction -> calls.run(work.substring(5), transaction.fact());
            default -> throw new IllegalArgumentException(work);
        };
    }

    private static long loop(Consumer<Transaction> body, String account, long deadline) {
        long done = 0;
        while (System.nanoTime() < deadline) body.accept(new Transaction(account, ++done));
        return done;
    }
}
