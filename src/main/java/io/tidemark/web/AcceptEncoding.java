package io.tidemark.web;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header that says which codings a client understands (RFC 9110, section 12.5.3). */
final class AcceptEncoding {
    private AcceptEncoding() {}

    static boolean allowsGzip(@Nullable String header) {
        if (header == null) return false;
        boolean any = false;
        for (String element : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = element.split(";", -1);
            boolean wanted = !isZero(parts);
            String coding = parts[0].strip();
            if (coding.equals("gzip") || coding.equals("x-gzip")) return wanted;
            if (coding.equals("*")) any = wanted;
        }
        return any;
    }

    private static boolean isZero(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].strip().matches("q\\s*=\\s*0(\\.0*)?")) return true;
        }
        return false;
    }
}
