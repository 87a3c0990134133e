package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.AuditEvent;
import io.tidemark.store.KnownTypes.Known;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The types of all entries up to a position. */
class KnownTypesTest {
    private final UUID log = UUID.randomUUID();
    private final KnownTypes types = new KnownTypes();

    @BeforeEach
    void begin() {
        types.begin(new Known(log, 10, Set.of("login")));
    }

    @Test
    void areNotKnownBeforeAPageHasAsked() {
        KnownTypes none = new KnownTypes();
        none.heard(0, List.of(entry(1, "login")));

        assertThat(none.known()).isNull();
    }

    @Test
    void growWithWhatIsHeard() {
        types.heard(10, List.of(entry(11, "login"), entry(12, "logout")));
        types.heard(12, List.of(entry(13, "signup")));

        assertThat(types.known()).isEqualTo(new Known(log, 13, Set.of("login", "logout", "signup")));
    }

    @Test
    void reachAsFarAsWhatIsHeardThoughItIsNothingNew() {
        types.heard(10, List.of(entry(11, "login")));

        assertThat(types.known()).isEqualTo(new Known(log, 11, Set.of("login")));
    }

    /** A page asks for all of the log while the node is yet to hear the newest of it. */
    @Test
    void doNotGoBack() {
        types.heard(7, List.of(entry(8, "login"), entry(9, "login")));
        types.heard(10, List.of());

        assertThat(types.known()).isEqualTo(new Known(log, 10, Set.of("login")));
    }

    @Test
    void doNotReachOverAGap() {
        types.heard(11, List.of(entry(12, "logout")));

        // Nor do they stay behind it, or pages would look through more and more.
        assertThat(types.known()).isNull();
    }

    @Test
    void areForgottenWhenTheNodeListensAnew() {
        types.forget();
        types.heard(10, List.of(entry(11, "login")));

        assertThat(types.known()).isNull();
    }

    @Test
    void areThoseOfTheLogThatWasHeardLast() {
        Known other = new Known(UUID.randomUUID(), 3, Set.of("signup"));
        types.begin(other);

        assertThat(types.known()).isEqualTo(other);
    }

    private static LogEntry entry(long seq, String type) {
        return new LogEntry(seq, Instant.EPOCH, AuditEvent.of(type).build(), false, null, null);
    }
}
