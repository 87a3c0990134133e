package io.tidemark.retention;

import io.tidemark.query.Archive;
import io.tidemark.store.ArchiveFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;

/**
 * Files of partitions, {@code tidemark-FIRST-LAST.ndjson.gz} with a {@code .sha256} beside each, as {@code sha256sum -c} reads it. A
 * file has its name when it is complete and on the disk; none is ever overwritten.
 */
record ArchiveDirectory(Path directory) {
    private static final int BUFFER = 64 * 1_024;

    /**
     * @throws IOException if it could not be written, or another one of that name is there
     */
    ArchiveFile write(Archive archive, long first, long last, BooleanSupplier stopped) throws IOException {
        String name = "tidemark-" + first + "-" + last + ".ndjson.gz";
        Path part = directory.resolve("." + name + "." + UUID.randomUUID() + ".part");
        try {
            String sha256 = write(part, archive, stopped);
            publish(part, directory.resolve(name), sha256);
            writeSum(name, sha256);
            return new ArchiveFile(name, sha256);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String write(Path part, Archive archive, BooleanSupplier stopped) throws IOException {
        MessageDigest digest = sha256();
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
            GZIPOutputStream zipped = new GZIPOutputStream(new DigestOutputStream(buffered, digest), BUFFER);
            BufferedOutputStream out = new BufferedOutputStream(zipped, BUFFER);
            archive.write(out, stopped);
            out.flush();
            zipped.finish();
            buffered.flush();
            file.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** One that an interrupted run left behind is the same: the log does not change. */
    private void publish(Path part, Path target, String sha256) throws IOException {
        if (Files.exists(target)) {
            if (!sum(target).equals(sha256)) throw new FileAlreadyExistsException(target + " is of another log");
            return;
        }
        move(part, target);
    }

    private void writeSum(String name, String sha256) throws IOException {
        Path part = directory.resolve("." + name + "." + UUID.randomUUID() + ".sum");
        try {
            try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                OutputStream out = Channels.newOutputStream(file);
                out.write((sha256 + "  " + name + "\n").getBytes(StandardCharsets.UTF_8));
                file.force(true);
            }
            move(part, directory.resolve(name + ".sha256"));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(directory + " cannot rename a file in one step", e);
        }
        // The name must be on the disk as well.
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static String sum(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream summed = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, summed);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
