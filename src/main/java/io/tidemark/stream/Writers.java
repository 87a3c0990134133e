package io.tidemark.stream;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The threads that write to readers: virtual ones on Java 24 and later (JEP 491: they no longer pin in
 * {@code synchronized}), else {@code tidemark.stream.writers} platform threads, which is how many stalled clients the node
 * carries without anybody noticing.
 */
@ApplicationScoped
class Writers {
    private static final int VIRTUAL_SINCE = 24;

    @Resource
    private ManagedThreadFactory threads;

    @Inject
    @ConfigProperty(name = "tidemark.stream.writers", defaultValue = "64")
    private int writers;

    private ExecutorService executor = Executors.newCachedThreadPool();

    @PostConstruct
    void open() {
        executor.shutdown();
        executor = Runtime.version().feature() >= VIRTUAL_SINCE
                ? virtualThreads()
                : Executors.newFixedThreadPool(writers, threads);
    }

    /** Called by {@link Broadcaster} once the streams have ended: beans are destroyed in no certain order. */
    void close() {
        executor.shutdownNow();
    }

    void execute(Runnable task) {
        executor.execute(task);
    }

    /** By reflection: this is built for Java 17. */
    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Virtual threads are missing", e);
        }
    }
}
