package io.tidemark.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** A small file system in memory, which can be full. Needs Linux and root; without, its tests are skipped. */
final class Disk implements AutoCloseable {
    private final Path root;

    private Disk(Path root) {
        this.root = root;
    }

    static Disk mount(Path root, String size) throws IOException {
        Files.createDirectories(root);
        if (run("mountpoint", "-q", root.toString())) run("umount", "-l", root.toString());
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", root.toString());
        if (!mounted && Boolean.getBoolean("trouble.required"))
            throw new IOException("mount -t tmpfs failed: not root?");
        Assumptions.assumeTrue(mounted, "needs root, for mount -t tmpfs");
        return new Disk(root);
    }

    Path path(String name) {
        return root.resolve(name);
    }

    /** Takes all that is left. */
    void fill() throws IOException {
        var block = new byte[8 * 1_024];
        Arrays.fill(block, (byte) 1);
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (true) out.write(block);
        } catch (IOException e) {
            if (Files.size(ballast()) == 0) throw e;
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(ballast());
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", root.toString());
    }

    private Path ballast() {
        return path("ballast");
    }

    private static boolean run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
