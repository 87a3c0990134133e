package io.tidemark.acceptance;

import static io.tidemark.acceptance.Streams.assertRevoked;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.acceptance.Ledger.Draft;
import io.tidemark.testing.Api;
import io.tidemark.testing.LiveReader;
import io.tidemark.testing.Node;
import io.tidemark.testing.Servers;
import io.tidemark.testing.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A revocation that falls into the opening of a stream must be seen by one of the two: the check, or the guard. */
class HandshakeRaceIT {
    private static final int RACES = 300;
    private static final int AT_ONCE = 4;
    private static final int ACCOUNTS = 5;
    private static final int SPREAD_MICROS = 15_000;

    private final Node node = Servers.node();
    private final Ledger ledger = new Ledger(node, Servers.database());

    @ParameterizedTest
    @EnumSource
    void noStreamSurvivesARevocationDuringItsHandshake(Transport transport) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        List<Person> accounts = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) accounts.add(Person.somebody());
        List<Boolean> opened = new ArrayList<>();
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(2 * AT_ONCE);
        try {
            while (opened.size() < RACES) {
                List<Race> running = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    Person person = accounts.get(random.nextInt(ACCOUNTS)).inAnotherSession();
                    running.add(race(threads, transport, person, random.nextInt(2 * SPREAD_MICROS) - SPREAD_MICROS));
                }
                for (Race race : running) opened.add(settle(race));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(opened)
                .as("seed %d: streams that began, and that were refused", seed)
                .contains(true, false);
    }

    private record Race(Draft revocation, Future<LiveReader> stream, Future<Api.Answer> stored) {}

    /** Opens and revokes, the opening so many microseconds later, or earlier if negative. */
    private Race race(ScheduledExecutorService threads, Transport transport, Person person, int later) {
        String token = person.token().sign();
        Draft revocation = Draft.of("session_revoke").metadata(Map.of("sessionId", person.session()));
        Callable<LiveReader> open = () -> transport.read(node, token);
        Callable<Api.Answer> revoke = () -> ledger.tryPost(revocation);
        return new Race(
                revocation,
                threads.schedule(open, Math.max(0, later), TimeUnit.MICROSECONDS),
                threads.schedule(revoke, Math.max(0, -later), TimeUnit.MICROSECONDS));
    }

    /** Whether there was a stream; it has ended. */
    private boolean settle(Race race) throws Exception {
        assertThat(race.stored().get(1, TimeUnit.MINUTES).status()).isEqualTo(201);
        try (var stream = race.stream().get(1, TimeUnit.MINUTES)) {
            if (stream.isOpened()) {
                assertRevoked(stream, ledger.seq(race.revocation()), "session_revoke", "session");
                return true;
            }
            assertThat(stream.status()).as(stream.text()).isEqualTo(401);
            assertThat(stream.problem().path("type").asString()).isEqualTo("https://tidemark.io/problems/revoked");
            return false;
        }
    }
}
