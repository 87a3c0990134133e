package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "0:0:0:0:0:0:0:1, ::1",
        "::, ::",
        "1::, 1::",
        "fe80::1%eth0, fe80::1",
        "::ffff:192.0.2.1, 192.0.2.1"
    })
    void writesAnAddressInOneWay(String text, String written) {
        assertThat(Address.of(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "1.2.3",
                "256.1.1.1",
                "1.2.3.4.5",
                "::g",
                "1:2",
                ":",
                "unknown",
                "_hidden",
                "1.2.3.4 ",
                "fe80"
            })
    void readsNothingThatIsNoAddress(String text) {
        assertThat(Address.of(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.200, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.1, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::ffff:10.0.0.1, 10.0.0.1, true"
    })
    void tellsWhetherAnAddressIsOfANetwork(String network, String address, boolean contained) {
        assertThat(Network.of(network).contains(Objects.requireNonNull(Address.of(address))))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "proxy.example/8", "/8", "::1/129"})
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> Network.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
