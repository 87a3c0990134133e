package io.tidemark.emit;

import io.tidemark.store.Inbox;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Forgets the ids that came from outside after {@code tidemark.ingest.window}. */
@Singleton
public class AcceptedWindow {
    private static final Logger LOGGER = Logger.getLogger(AcceptedWindow.class.getName());

    @Inject
    private Inbox inbox;

    @Inject
    @ConfigProperty(name = "tidemark.ingest.window", defaultValue = "P7D")
    private Duration window;

    @Schedule(hour = "*", minute = "7", persistent = false)
    void clean() {
        int forgotten = inbox.forgetAcceptedBefore(Clock.systemUTC().instant().minus(window));
        if (forgotten > 0) LOGGER.info(() -> "Forgot " + forgotten + " accepted ids older than " + window);
    }
}
