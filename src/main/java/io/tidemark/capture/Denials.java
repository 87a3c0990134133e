package io.tidemark.capture;

import io.tidemark.emit.AuditEmitter;
import io.tidemark.event.AuditEvent;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The requests that were refused with 401 or 403, recorded as {@code authn.result} and {@code authz.decision}. */
@ApplicationScoped
public class Denials {
    static final String PER_CLIENT = "tidemark.capture.denials.per-client";
    static final String PER_MINUTE = "tidemark.capture.denials.per-minute";

    private static final Logger LOGGER = Logger.getLogger(Denials.class.getName());

    @Inject
    @ConfigProperty(name = "tidemark.capture.denials", defaultValue = "true")
    private boolean wanted;

    @Inject
    @ConfigProperty(name = PER_CLIENT, defaultValue = "10")
    private int perClient;

    @Inject
    @ConfigProperty(name = PER_MINUTE, defaultValue = "600")
    private int perMinute;

    @Inject
    private AuditEmitter audit;

    @Inject
    private AuditContext context;

    private final Clock clock = Clock.systemUTC();
    private DenialLimit limit = new DenialLimit(0, 0);

    @PostConstruct
    void open() {
        limit = new DenialLimit(perClient, perMinute);
    }

    boolean recorded() {
        return wanted;
    }

    /** Those that were not recorded since the start, because there were too many. */
    public long dropped() {
        return limit.dropped();
    }

    /** In the request's place. Never throws. */
    void record(Denial denial) {
        try {
            RequestContext request = context.current();
            long before = limit.admit(String.valueOf(request.ip()), clock.instant());
            if (before < 0) return;
            AuditEvent event = denial.isAuthn()
                    ? denial.authn(request.accountId()).event()
                    : denial.authz().event();
            audit.emitAlways(
                    before == 0
                            ? event
                            : event.toBuilder().metadata("dropped", before).build());
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "Could not record a denial", e);
        }
    }
}
