package io.tidemark.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The server process that runs, or does not, on a data directory, whoever started it. */
record Postmaster(Path data) {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** A process that only inherited the number of a dead server is not taken for it. */
    @Nullable ProcessHandle process() {
        try {
            var lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info().command().orElse("").contains("postgres"))
                    .orElse(null);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** Ends it, if it runs, and returns when it is gone. */
    void end(Signal signal) throws IOException {
        var process = process();
        if (process != null) {
            signal.to(process.pid());
            await(process.onExit(), "PostgreSQL (process " + process.pid() + ") did not stop within " + DEADLINE);
        }
    }

    /** Sends the signal to the postmaster, then to every process that serves a client. */
    void signalAll(Signal signal) throws IOException {
        var process = process();
        if (process == null) {
            throw new IOException("no server runs on " + data);
        }
        signal.to(process.pid());
        for (var child : process.children().toList()) {
            try {
                signal.to(child.pid());
            } catch (IOException e) {
                // One whose client left in between needs no signal.
                if (child.isAlive()) throw e;
            }
        }
    }

    static void await(CompletableFuture<?> future, String otherwise) throws IOException {
        try {
            future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException(otherwise, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
