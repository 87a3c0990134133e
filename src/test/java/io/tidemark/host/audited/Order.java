package io.tidemark.host.audited;

import java.io.Serializable;

/** A transfer to be made; the test finds its events by the probe. */
public record Order(String probe, String to, int amount) implements Serializable {}
