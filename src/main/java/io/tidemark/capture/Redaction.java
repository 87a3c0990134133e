package io.tidemark.capture;

/**
 * What is redacted, and how large a side may be.
 *
 * @param limit bytes of JSON
 */
record Redaction(SensitiveNames names, SensitiveText text, int limit) {
    Redaction(SensitiveNames names, int limit) {
        this(names, new SensitiveText(names), limit);
    }
}
