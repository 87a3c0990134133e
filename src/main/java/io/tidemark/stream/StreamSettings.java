package io.tidemark.stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The configuration of streams. */
@ApplicationScoped
public class StreamSettings {
    /** A little less than the server's writeTimeout, which a write to a stalled client takes before it fails. */
    private static final Duration STALLED_AFTER = Duration.ofSeconds(4);

    @Inject
    @ConfigProperty(name = "tidemark.stream.lease", defaultValue = "PT5S")
    private Duration lease;

    @Inject
    @ConfigProperty(name = "tidemark.stream.heartbeat", defaultValue = "PT15S")
    private Duration heartbeat;

    @Inject
    @ConfigProperty(name = "tidemark.stream.ping", defaultValue = "PT30S")
    private Duration ping;

    @Inject
    @ConfigProperty(name = "tidemark.stream.stall", defaultValue = "PT5S")
    private Duration stall;

    @Inject
    @ConfigProperty(name = "tidemark.stream.retry", defaultValue = "PT2S")
    private Duration retry;

    @Inject
    @ConfigProperty(name = "tidemark.stream.quiesce", defaultValue = "PT2S")
    private Duration quiesce;

    @Inject
    @ConfigProperty(name = "tidemark.stream.max", defaultValue = "20000")
    private int max;

    @Inject
    @ConfigProperty(name = "tidemark.stream.per-session", defaultValue = "10")
    private int perSession;

    @Inject
    @ConfigProperty(name = "tidemark.stream.ring", defaultValue = "8192")
    private int ring;

    @Inject
    @ConfigProperty(name = "tidemark.stream.ring-bytes", defaultValue = "33554432")
    private long ringBytes;

    public Duration lease() {
        return lease;
    }

    public Duration heartbeat() {
        return heartbeat;
    }

    /** How often a WebSocket is asked whether its client is there. */
    public Duration ping() {
        return ping;
    }

    /** How long a WebSocket may take nothing while there is something to take. */
    public Duration stall() {
        return stall;
    }

    public Duration retry() {
        return retry;
    }

    Duration quiesce() {
        return quiesce;
    }

    public int max() {
        return max;
    }

    public int perSession() {
        return perSession;
    }

    int ring() {
        return ring;
    }

    long ringBytes() {
        return ringBytes;
    }

    Duration stalledAfter() {
        return STALLED_AFTER;
    }
}
