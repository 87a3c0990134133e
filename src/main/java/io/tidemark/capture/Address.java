package io.tidemark.capture;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An IP address, read from text without ever asking for a name. */
final class Address {
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final byte[] bytes;

    private Address(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The address; absent if the text is none. A zone is ignored; an IPv4 address in IPv6 is the IPv4 address. */
    static @Nullable Address of(String text) {
        int zone = text.indexOf('%');
        String literal = zone < 0 ? text : text.substring(0, zone);
        boolean v4 = V4.matcher(literal).matches();
        if (literal.length() > 45 || (!v4 && !V6.matcher(literal).matches())) return null;
        try {
            return new Address(InetAddress.getByName(literal).getAddress());
        } catch (UnknownHostException e) {
            return null;
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** As RFC 5952 writes it. */
    @Override
    public String toString() {
        return bytes.length == 4
                ? (bytes[0] & 255) + "." + (bytes[1] & 255) + "." + (bytes[2] & 255) + "." + (bytes[3] & 255)
                : v6();
    }

    private String v6() {
        int start = -1;
        int length = 1; // one group of zeros is not shortened
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && group(end) == 0) end++;
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (i > 0 && text.charAt(text.length() - 1) != ':') text.append(':');
            text.append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }

    private int group(int i) {
        return ((bytes[2 * i] & 255) << 8) | (bytes[2 * i + 1] & 255);
    }
}
