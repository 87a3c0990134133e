package io.tidemark.capture;

/** Addresses that share a prefix: {@code 10.0.0.0/8}, {@code ::1}. */
record Network(Address address, int prefix) {
    /** @throws IllegalArgumentException if it is neither an address nor a network */
    static Network of(String cidr) {
        int slash = cidr.indexOf('/');
        Address address = Address.of(slash < 0 ? cidr : cidr.substring(0, slash));
        if (address == null) throw malformed(cidr);
        int bits = address.bytes().length * 8;
        if (slash < 0) return new Network(address, bits);
        try {
            int prefix = Integer.parseInt(cidr.substring(slash + 1));
            if (prefix >= 0 && prefix <= bits) return new Network(address, prefix);
        } catch (NumberFormatException e) {
            // Falls through to the same line.
        }
        throw malformed(cidr);
    }

    boolean contains(Address other) {
        byte[] mine = address.bytes();
        byte[] its = other.bytes();
        if (mine.length != its.length) return false;
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 128 >> bit % 8;
            if ((mine[bit / 8] & mask) != (its[bit / 8] & mask)) return false;
        }
        return true;
    }

    private static IllegalArgumentException malformed(String cidr) {
        return new IllegalArgumentException("'" + cidr + "' is not an address or a network such as 10.0.0.0/8");
    }
}
