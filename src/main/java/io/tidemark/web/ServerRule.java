package io.tidemark.web;

import io.tidemark.emit.Settings;
import io.tidemark.emit.StartupRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** The server's configuration. */
@ApplicationScoped
class ServerRule implements StartupRule {
    @Override
    public List<String> problems() {
        Settings settings = new Settings();
        Duration poll = settings.duration("tidemark.tail.poll", Duration.ofSeconds(1));
        Duration lease = settings.duration("tidemark.stream.lease", Duration.ofSeconds(5));
        if (lease.compareTo(poll.multipliedBy(2)) < 0) {
            settings.problem("tidemark.stream.lease must be at least twice tidemark.tail.poll (" + poll + "), but was: "
                    + lease);
        }
        settings.duration("tidemark.stream.heartbeat", Duration.ofSeconds(15));
        settings.duration("tidemark.stream.ping", Duration.ofSeconds(30));
        settings.duration("tidemark.stream.stall", Duration.ofSeconds(5));
        settings.duration("tidemark.stream.retry", Duration.ofSeconds(2));
        settings.duration("tidemark.stream.quiesce", Duration.ofSeconds(2));
        settings.number("tidemark.stream.max", 20_000, 1, 1_000_000);
        settings.number("tidemark.stream.per-session", 10, 1, 1_000);
        settings.number("tidemark.stream.ring", 8_192, 16, 1_000_000);
        settings.number("tidemark.stream.ring-bytes", 32L << 20, 1L << 20, 4L << 30);
        settings.number("tidemark.stream.writers", 64, 1, 10_000);
        settings.duration("tidemark.query.timeout", Duration.ofSeconds(10));
        settings.oneOf("tidemark.store.migrate", "true", List.of("true", "false"));
        if (settings.text("pg.user").isEmpty())
            settings.problem("pg.user is missing: the application's role in PostgreSQL");
        if (settings.text("pg.password").isEmpty()) settings.problem("pg.password is missing: the password of pg.user");
        tokens(settings);
        settings.text("tidemark.console.issuer").ifPresent(issuer -> {
            if (Console.address(issuer) == null) {
                settings.problem("tidemark.console.issuer must be an http or https address, but was: " + issuer);
            }
        });
        return settings.problems();
    }

    /** Without them every token would be refused, or any issuer's be taken. */
    private static void tokens(Settings settings) {
        boolean key = settings.text("mp.jwt.verify.publickey").isPresent();
        boolean location = settings.text("mp.jwt.verify.publickey.location").isPresent();
        if (key && location) {
            settings.problem("mp.jwt.verify.publickey and mp.jwt.verify.publickey.location exclude each other");
        }
        if (!key && !location) {
            settings.problem("mp.jwt.verify.publickey.location is missing: where the issuer publishes its keys");
        }
        settings.number("mp.jwt.verify.token.age", 3_600, 1, Integer.MAX_VALUE);
        if (settings.text("mp.jwt.verify.clock.skew").isPresent()) {
            settings.problem("mp.jwt.verify.clock.skew has no effect: the server's configuration says 2 seconds");
        }
        if (settings.text("mp.jwt.verify.issuer").isEmpty()) {
            settings.problem("mp.jwt.verify.issuer is missing: who issues the tokens");
        }
        if (settings.text("mp.jwt.verify.audiences").isEmpty()) {
            settings.problem("mp.jwt.verify.audiences is missing: whom the tokens are for");
        }
    }
}
