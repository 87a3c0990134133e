package io.tidemark.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgeTest {
    @Test
    void readsYearsAndSeconds() {
        assertThat(Age.of("P7Y").length()).isEqualTo(Duration.ofDays(7 * 365));
        assertThat(Age.of("P1Y2M3D").length()).isEqualTo(Duration.ofDays(365 + 60 + 3));
        assertThat(Age.of("P2W").length()).isEqualTo(Duration.ofDays(14));
        assertThat(Age.of("P1DT2H").length()).isEqualTo(Duration.ofHours(26));
        assertThat(Age.of("PT0.5S").length()).isEqualTo(Duration.ofMillis(500));
        assertThat(Age.of("P7Y").text()).isEqualTo("P7Y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "P", "PT", "7 years", "P0D", "PT0S", "P-1Y", "-P1D", "P1Y-1M", "PT-1S", "P1YT1H", "P1D; drop"
            })
    void refusesWhatIsNoSpanAboveZero(String text) {
        assertThatThrownBy(() -> Age.of(text)).isInstanceOf(DateTimeException.class);
    }
}
