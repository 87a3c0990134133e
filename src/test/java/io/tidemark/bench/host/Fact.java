package io.tidemark.bench.host;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/**
 * What a transaction is about, the same whoever records it.
 *
 * @param account one a thread of the load
 * @param number counts from 1 in each thread
 */
public record Fact(UUID id, String account, long number) {
    static Fact of(String account, long number) {
        return new Fact(UuidCreator.getTimeOrderedEpochPlus1(), account, number);
    }

    String actor() {
        return "teller-" + number % 1_000;
    }

    String session() {
        return "session-" + account + "-" + number % 100;
    }

    String request() {
        return "request-" + account + "-" + number;
    }

    String target() {
        return "payment-" + id;
    }
}
