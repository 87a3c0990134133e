package io.tidemark.store;

/** A file that holds the events of a partition. */
public record ArchiveFile(String name, String sha256) {}
