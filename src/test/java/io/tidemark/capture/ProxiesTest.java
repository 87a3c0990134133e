package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 10.0.0.0/8 and fd00::/8 are ours; the client is 203.0.113.7 or 2001:db8::7; 198.51.100.9 is what a client made up. */
class ProxiesTest {
    private final Proxies proxies = Proxies.of("10.0.0.0/8, fd00::/8");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "nobody speaks for the client       | 203.0.113.7 | -                            | -                  "
                        + "             | 203.0.113.7",
                "a stranger's word counts nothing   | 203.0.113.7 | for=198.51.100.9             | 198.51.100.9       "
                        + "             | 203.0.113.7",
                "our proxy speaks, custom           | 10.0.0.1    | -                            | 203.0.113.7        "
                        + "             | 203.0.113.7",
                "our proxy speaks, standard         | 10.0.0.1    | for=203.0.113.7;proto=https  | -                  "
                        + "             | 203.0.113.7",
                "both agree                         | 10.0.0.1    | for=203.0.113.7              | 203.0.113.7        "
                        + "             | 203.0.113.7",
                "one is passed through: standard    | 10.0.0.1    | for=198.51.100.9             | 203.0.113.7        "
                        + "             | 10.0.0.1",
                "one is passed through: custom      | 10.0.0.1    | for=203.0.113.7              | 198.51.100.9       "
                        + "             | 10.0.0.1",
                "the client made up the left part   | 10.0.0.1    | -                            | 198.51.100.9,"
                        + " 203.0.113.7       | 203.0.113.7",
                "made up, standard                  | 10.0.0.1    | for=198.51.100.9, for=203.0.113.7 | -             "
                        + "             | 203.0.113.7",
                "made up: one of ours               | 10.0.0.1    | -                            | 10.9.9.9,"
                        + " 203.0.113.7, 10.0.0.2 | 203.0.113.7",
                "two proxies of ours                | 10.0.0.1    | -                            | 203.0.113.7,"
                        + " 10.0.0.2           | 203.0.113.7",
                "all are ours                       | 10.0.0.1    | -                            | 10.0.0.3, 10.0.0.2 "
                        + "             | 10.0.0.3",
                "with port                          | 10.0.0.1    | -                            | 203.0.113.7:4711   "
                        + "             | 203.0.113.7",
                "IPv6                               | fd00::1     | -                            | 2001:db8::7        "
                        + "             | 2001:db8::7",
                "IPv6 quoted with port              | fd00::1     | For=\"[2001:DB8::7]:4711\"   | -                  "
                        + "             | 2001:db8::7",
                "IPv4 quoted with port              | 10.0.0.1    | by=_x;FOR=\"203.0.113.7:80\" | -                  "
                        + "             | 203.0.113.7",
                "hidden by our proxy                | 10.0.0.1    | for=198.51.100.9, for=_secret | -                 "
                        + "             | 10.0.0.1",
                "unknown to our proxy               | 10.0.0.1    | for=unknown                  | -                  "
                        + "             | 10.0.0.1",
                "no for at all                      | 10.0.0.1    | proto=https                  | -                  "
                        + "             | 10.0.0.1",
                "a quote that never ends            | 10.0.0.1    | for=\"x, for=203.0.113.7     | -                  "
                        + "             | 203.0.113.7",
                "a comma within quotes              | 10.0.0.1    | by=\"a,b\";for=203.0.113.7   | -                  "
                        + "             | 203.0.113.7",
                "junk                               | 10.0.0.1    | -                            | ;;;=\"             "
                        + "             | 10.0.0.1",
                "an empty end                       | 10.0.0.1    | -                            | 203.0.113.7,       "
                        + "             | 10.0.0.1",
                "a name is never resolved           | 10.0.0.1    | -                            | evil.example       "
                        + "             | 10.0.0.1"
            })
    void findsTheClient(
            String what, String peer, @Nullable String forwarded, @Nullable String xForwardedFor, String client) {
        assertThat(proxies.client(peer, header(forwarded), header(xForwardedFor)))
                .as(what)
                .isEqualTo(client);
    }

    @Test
    void joinsHeadersThatCameInSeveralLines() {
        assertThat(proxies.client("10.0.0.1", List.of(), List.of("198.51.100.9", "203.0.113.7", "10.0.0.2")))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void trustsNobodyWhenNoneIsConfigured() {
        assertThat(Proxies.NONE.client("10.0.0.1", List.of(), List.of("203.0.113.7")))
                .isEqualTo("10.0.0.1");
        assertThat(Proxies.of(" , ")).isEqualTo(Proxies.NONE);
    }

    @Test
    void knowsNoClientWithoutAnAddress() {
        assertThat(proxies.client(null, List.of(), List.of("203.0.113.7"))).isNull();
        assertThat(proxies.client("unix:", List.of(), List.of("203.0.113.7"))).isNull();
    }

    private static List<String> header(@Nullable String value) {
        return value == null ? List.of() : Arrays.asList(value);
    }
}
