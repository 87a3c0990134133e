package io.tidemark.checker;

import io.tidemark.testing.NodeSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wall clock of a node, by libfaketime; its monotonic clock goes on as it is. Not available where the library (Debian's
 * package {@code faketime}) is not installed, and only used with {@code -Dchecker.clocks=true}.
 *
 * <p>Why not its variant for threads? Its lock makes each look at a clock 25 times as slow; without it a thread may see an
 * odd time at the moment of a jump, which is no worse than the jump.
 */
record WallClock(Path file) {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib64/faketime/libfaketime.so.1"));

    static boolean isAvailable() {
        return library() != null && Boolean.getBoolean("checker.clocks");
    }

    static WallClock in(Path directory, String node) throws IOException {
        var clock = new WallClock(Files.createDirectories(directory).resolve(node + ".clock"));
        clock.set(0);
        return clock;
    }

    /** So many seconds ahead of this machine's, or behind if negative. */
    void set(int seconds) {
        try {
            // At once: half a line would be another time.
            var next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, "%+d\n".formatted(seconds));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    NodeSpec worn(NodeSpec spec) {
        var library = library();
        if (library == null) return spec;
        return spec.environment("LD_PRELOAD", library.toString())
                .environment("FAKETIME_TIMESTAMP_FILE", file.toString())
                .environment("FAKETIME_CACHE_DURATION", "1")
                .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .environment("DONT_FAKE_MONOTONIC", "1")
                // Else a wait until a monotonic time ends at once, and each thread that waits spins.
                .environment("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    private static @Nullable Path library() {
        return LIBRARIES.stream().filter(Files::exists).findFirst().orElse(null);
    }
}
