package io.tidemark.capture;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code traceparent} (W3C Trace Context). */
final class TraceParent {
    private static final Pattern FORMAT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    private TraceParent() {}

    /** The trace's id; absent if the header is not valid. */
    static @Nullable String traceId(@Nullable String header) {
        if (header == null || header.length() > 512) return null;
        Matcher matcher = FORMAT.matcher(header.strip());
        if (!matcher.matches()) return null;
        // Version 00 ends with the flags (section 3.2.2).
        return header.strip().startsWith("00") && matcher.group(2) != null ? null : matcher.group(1);
    }
}
