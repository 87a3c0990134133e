package io.tidemark.capture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The proxies before this server, whose word on whom they speak for is taken ({@code Forwarded}, RFC 7239;
 * {@code X-Forwarded-For}).
 *
 * <p>Each proxy appends whom it heard from, so the header is read from its right end, for as long as the proxies are ours; what
 * stands left of the first other address may be anybody's invention. Where both headers are there and disagree, one of them
 * passed through a proxy that does not write it: then the peer's address is all that is known.
 */
record Proxies(List<Network> networks) {
    static final Proxies NONE = new Proxies(List.of());

    /**
     * A list of networks, separated by commas.
     *
     * @throws IllegalArgumentException if one is malformed
     */
    static Proxies of(String list) {
        return new Proxies(Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(cidr -> !cidr.isEmpty())
                .map(Network::of)
                .toList());
    }

    /** The address of the client behind them. */
    @Nullable String client(@Nullable String peer, List<String> forwarded, List<String> xForwardedFor) {
        Address address = peer == null ? null : Address.of(peer);
        if (address == null) return null;
        String standard = forwarded.isEmpty() ? null : walk(address, Forwarded.clients(String.join(",", forwarded)));
        String custom = xForwardedFor.isEmpty()
                ? null
                : walk(address, Arrays.asList(String.join(",", xForwardedFor).split(",", -1)));
        if (standard == null) return custom == null ? address.toString() : custom;
        return custom == null || custom.equals(standard) ? standard : address.toString();
    }

    private String walk(Address peer, List<String> chain) {
        Address known = peer;
        for (int i = chain.size() - 1; i >= 0 && isOurs(known); i--) {
            Address next = node(chain.get(i));
            if (next == null) break; // unknown or hidden: what is left of it is nobody's word
            known = next;
        }
        return known.toString();
    }

    private boolean isOurs(Address address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /** An address with or without port: {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}, {@code 2001:db8::1}. */
    private static @Nullable Address node(String text) {
        String node = text.strip().toLowerCase(Locale.ROOT);
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            return end < 0 ? null : Address.of(node.substring(1, end));
        }
        int colon = node.indexOf(':');
        return Address.of(colon >= 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node);
    }
}
