package io.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FitTest {
    @Test
    void leavesWhatFits() {
        assertThat(Fit.name("alice")).isEqualTo("alice");
        assertThat(Fit.name("\ud83d\ude00".repeat(255))).hasSize(510);
        assertThat(Fit.email("alice@example.com")).isEqualTo("alice@example.com");
    }

    @Test
    void cutsByCharactersAndSplitsNone() {
        assertThat(Fit.name("\ud83d\ude00".repeat(300))).hasSize(510).endsWith("\ud83d\ude00");
        assertThat(Fit.text("x".repeat(2_000))).hasSize(1_024);
    }

    @Test
    void replacesWhatCannotBeStored() {
        assertThat(Fit.name("a\0b\r\nc\ud800d")).isEqualTo("a b  c d");
    }

    @Test
    void findsNothingInWhatIsBlank() {
        assertThat(Fit.name(null)).isNull();
        assertThat(Fit.name(" \0 ")).isNull();
    }

    /** A part of an address is the address of somebody else. */
    @Test
    void doesNotCutAnAddressForMail() {
        assertThat(Fit.email("a".repeat(310) + "@example.com")).isNull();
    }
}
