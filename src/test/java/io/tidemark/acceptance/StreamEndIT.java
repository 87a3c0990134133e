package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.SOON;
import static io.tidemark.acceptance.Streams.assertClosed;
import static io.tidemark.acceptance.Streams.awaitEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.acceptance.Ledger.Draft;
import io.tidemark.testing.Await;
import io.tidemark.testing.LiveReader;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.SseReader;
import io.tidemark.testing.Token;
import io.tidemark.testing.Transport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Why a stream ends although nobody lost access. */
class StreamEndIT {
    private static final int PER_SESSION = 10;

    private final Node node = Servers.node();
    private final Ledger ledger = new Ledger(node, Servers.database());

    @ParameterizedTest
    @EnumSource
    void endsWhenTheTokenExpiresAndRefusesItFromThenOn(Transport transport) {
        Person person = Person.somebody();
        Token token = person.token().expiresIn(Duration.ofSeconds(6));
        Instant expiry = token.issuedAt().plusSeconds(6).truncatedTo(ChronoUnit.SECONDS);
        String signed = token.sign();
        try (var stream = transport.read(node, signed)) {
            Draft before = Ledger.marker();
            ledger.append(before);
            awaitEvent(stream, before);

            assertClosed(stream, "expired");

            assertThat(Clock.systemUTC().instant()).isAfterOrEqualTo(expiry);
            try (var again = transport.read(node, signed)) {
                assertThat(again.status()).isEqualTo(401);
                assertThat(again.problem().path("type").asString())
                        .isEqualTo("https://tidemark.io/problems/unauthorized");
            }
        }
    }

    /** One of the other transport counts as well. */
    @ParameterizedTest
    @EnumSource
    void closesTheFirstStreamOfASessionForItsEleventh(Transport transport) {
        Person person = Person.somebody();
        Person other = person.inAnotherSession();
        List<LiveReader> streams = new ArrayList<>();
        try (var otherSession = other.read(node, other.token())) {
            streams.add(person.read(transport, node, person.token()));
            while (streams.size() < PER_SESSION) streams.add(person.read(node, person.token()));
            Draft full = Ledger.marker();
            ledger.append(full);
            streams.forEach(stream -> awaitEvent(stream, full));

            streams.add(person.read(node, person.token()));

            assertClosed(streams.remove(0), "replaced");
            Draft after = Ledger.marker();
            ledger.append(after);
            streams.forEach(stream -> awaitEvent(stream, after));
            awaitEvent(otherSession, after);
        } finally {
            streams.forEach(LiveReader::close);
        }
    }

    /** Two that came at once used to close the same old stream twice, and one too many stayed. */
    @Test
    void keepsTenStreamsOfASessionWhenManyComeAtOnce() {
        Person person = Person.somebody();
        List<SseReader> streams = new ArrayList<>();
        try {
            IntStream.range(0, 3 * PER_SESSION)
                    .parallel()
                    .mapToObj(i -> person.read(node, person.token()))
                    .forEach(stream -> {
                        synchronized (streams) {
                            streams.add(stream);
                        }
                    });
            Await.until(
                    "twenty ends",
                    SOON,
                    () -> streams.stream().filter(SseReader::isEnded).count(),
                    ended -> ended >= 2 * PER_SESSION);
            Draft after = Ledger.marker();
            ledger.append(after);
            List<SseReader> open =
                    streams.stream().filter(stream -> !stream.isEnded()).toList();
            assertThat(open).hasSize(PER_SESSION);
            open.forEach(stream -> awaitEvent(stream, after));
        } finally {
            streams.forEach(SseReader::close);
        }
    }
}
