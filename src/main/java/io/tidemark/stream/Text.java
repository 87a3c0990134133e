package io.tidemark.stream;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What goes out in one write, encoded once for all readers that get it. Immutable, but for what it remembers. */
public final class Text {
    private final String text;
    private volatile byte @Nullable [] bytes;

    public Text(String text) {
        this.text = text;
    }

    /** Its bytes in UTF-8, which are shared: nobody changes them. */
    public byte[] bytes() {
        byte[] encoded = bytes;
        if (encoded == null) {
            encoded = text.getBytes(StandardCharsets.UTF_8);
            bytes = encoded;
        }
        return encoded;
    }

    int length() {
        return text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
