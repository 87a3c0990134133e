package io.tidemark.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "deflate, gzip", "gzip;q=0.5", "x-gzip", "*", "br;q=1.0, gzip;q=0.001"})
    void takesGzipWhenItIsAllowed(String header) {
        assertThat(AcceptEncoding.allowsGzip(header)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "identity",
                "br",
                "gzip;q=0",
                "gzip; q=0.000",
                "*;q=0",
                "gzip;q=0, *",
                "*, gzip;q=0",
                "gzippy"
            })
    void leavesItOtherwise(String header) {
        assertThat(AcceptEncoding.allowsGzip(header)).isFalse();
    }
}
