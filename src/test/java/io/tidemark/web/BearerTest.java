package io.tidemark.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BearerTest {

    /** Browsers send the origin of the page; a program sends none. The scheme may be that of a proxy before the server. */
    @ParameterizedTest
    @CsvSource({
        "https://audit.example.com, audit.example.com, false",
        "http://audit.example.com, audit.example.com, false",
        "https://AUDIT.example.com, audit.example.com, false",
        "http://127.0.0.1:9080, 127.0.0.1:9080, false",
        ", audit.example.com, false",
        "https://evil.example, audit.example.com, true",
        "https://audit.example.com.evil.example, audit.example.com, true",
        "https://audit.example.com@evil.example, audit.example.com, true",
        "https://audit.example.com:8443, audit.example.com, true",
        "http://127.0.0.1:9081, 127.0.0.1:9080, true",
        "null, audit.example.com, true",
        "https://, audit.example.com, true",
        "'https://a b', audit.example.com, true",
        "https://audit.example.com, , true"
    })
    void knowsAPageOfAnotherHost(@Nullable String origin, @Nullable String host, boolean foreign) {
        assertThat(Bearer.isForeign(origin, host)).isEqualTo(foreign);
    }

    /** Another scheme beside the cookie used to pass for a bearer token. */
    @ParameterizedTest
    @CsvSource({
        "Authorization, Bearer a.b.c, true",
        "Authorization, bearer a.b.c, true",
        "Authorization, Basic YTpi, false",
        "Authorization, , false",
        "Cookie, Bearer a.b.c, false",
        "Cookie, Basic YTpi, false"
    })
    void countsAHeaderOnlyIfTheServerReadsTheTokenFromIt(
            String configured, @Nullable String authorization, boolean byHeader) {
        assertThat(Bearer.isByHeader(configured, authorization)).isEqualTo(byHeader);
    }

    @Test
    void tellsATokenThatWasIssuedTooLongAgo() {
        Instant issued = Instant.parse("2026-11-22T10:00:00Z");
        assertThat(OfferedTokens.isTooOld(issued, 60, issued.plusSeconds(62))).isFalse();
        assertThat(OfferedTokens.isTooOld(issued, 60, issued.plusSeconds(63))).isTrue();
    }

    @Test
    void findsTheTokenAmongTheOfferedSubprotocols() {
        assertThat(offered("tidemark, bearer.a.b.c")).isEqualTo("a.b.c");
        assertThat(offered("bearer.a.b.c,tidemark")).isEqualTo("a.b.c");
        assertThat(offered("tidemark", "bearer.a.b.c")).isEqualTo("a.b.c");
        assertThat(offered("tidemark, bearer.")).isEmpty();
        assertThat(offered("tidemark")).isNull();
        assertThat(offered("")).isNull();
        assertThat(Bearer.offered(null)).isNull();
    }

    private static @Nullable String offered(String... headers) {
        List<String> all = Arrays.asList(headers);
        return Bearer.offered(all);
    }
}
