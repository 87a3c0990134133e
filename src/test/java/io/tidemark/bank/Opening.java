package io.tidemark.bank;

import io.tidemark.capture.Sensitive;

/** An account to be opened. */
public record Opening(
        String number, String owner, @Sensitive String pin) {}
