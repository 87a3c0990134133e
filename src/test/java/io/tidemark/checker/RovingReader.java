package io.tidemark.checker;

import io.tidemark.testing.Frame;
import io.tidemark.testing.LiveReader;
import io.tidemark.testing.SseRequest;
import io.tidemark.testing.Transport;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the log live, on one node after the other: leaves, is cut off at any byte, stops reading for a while, and comes
 * back with the position that a browser would have. When its access is revoked it tries the old token once more, and then
 * takes a new one.
 */
final class RovingReader extends Client {
    private static final long LOOK = Duration.ofMillis(20).toNanos();
    private static final Duration HEAD = Duration.ofSeconds(15);

    private final Transport transport;
    private final Choice choice;
    private volatile Identity identity;
    private volatile long position;
    private volatile boolean calm;
    private volatile boolean reading;
    private boolean revoked;
    private int streams;

    RovingReader(Stage stage, String name, long seed, Transport transport, Choice choice, long after) {
        super(stage, name, seed);
        this.transport = transport;
        this.choice = choice;
        this.position = after;
        this.identity = login();
    }

    @Override
    void act() {
        if (identity.isOld()) identity = login();
        boolean wasRevoked = revoked;
        read(stage.any(random));
        if (wasRevoked) {
            revoked = false;
            identity = login();
        }
        think(300);
    }

    /** Who it is now. */
    Identity identity() {
        return identity;
    }

    /** Whether it ever had a stream. */
    boolean hasRead() {
        return reading;
    }

    long position() {
        return position;
    }

    /** From now on it stays as long as it may. */
    void calm() {
        calm = true;
    }

    private Identity login() {
        var next = Identity.of(name);
        // Before anybody can revoke it.
        stage.history()
                .add(
                        name,
                        "token",
                        line -> line.put("token", next.id())
                                .put("account", next.account())
                                .put("session", next.session()));
        return next;
    }

    private void read(Member member) {
        var stream = name + "/" + ++streams;
        stage.history()
                .add(
                        name,
                        "open",
                        line -> line.put("stream", stream)
                                .put("reader", name)
                                .put("node", member.name())
                                .put("transport", transport.name())
                                .put("filter", choice.name())
                                .put("after", position)
                                .put("token", identity.id()));
        try (var reader = open(member)) {
            if (reader.isOpened()) {
                note("opened", stream);
                reading = true;
                follow(stream, reader);
            } else {
                refused(stream, reader);
            }
        } catch (UncheckedIOException e) {
            stage.history()
                    .add(
                            name,
                            "failed",
                            line -> line.put("stream", stream).put("error", String.valueOf(e.getMessage())));
        }
    }

    private LiveReader open(Member member) {
        var query = choice.query(stage.service());
        boolean socket = transport == Transport.WEBSOCKET;
        if (socket) query += (query.isEmpty() ? "" : "&") + "after=" + position;
        var request = SseRequest.to(member.uri(transport.path() + (query.isEmpty() ? "" : "?" + query)))
                .as(identity.token())
                .patience(HEAD)
                .receiveBuffer(16 * 1024);
        return socket ? request.openSocket() : request.lastEventId(position).open();
    }

    private void refused(String stream, LiveReader reader) {
        var problem = reader.header("Content-Type").contains("json")
                ? reader.problem().path("type").asString("")
                : "";
        stage.history()
                .add(
                        name,
                        "refused",
                        line -> line.put("stream", stream)
                                .put("status", reader.status())
                                .put("problem", problem));
        if (problem.endsWith("/revoked")) revoked = true;
        else if (reader.status() == 401) identity = login();
    }

    private void follow(String stream, LiveReader reader) {
        long leaves = System.nanoTime()
                + Duration.ofMillis(2_000 + random.nextInt(28_000)).toNanos();
        if (!calm && chance(40)) reader.cutAfterBytes((long) (100 * Math.pow(3_000, random.nextDouble())));
        boolean stalls = !calm && chance(15);
        while (true) {
            boolean ended = reader.isEnded();
            take(stream, reader.takeFrames());
            if (ended || isStopped() || (!calm && System.nanoTime() > leaves)) break;
            if (stalls && chance(1)) {
                stalls = false;
                stall(stream, reader);
            }
            LockSupport.parkNanos(LOOK);
        }
        note("closed", stream);
    }

    private void stall(String stream, LiveReader reader) {
        note("stalled", stream);
        reader.stopReading();
        think(15_000);
        reader.readOn();
    }

    private void take(String stream, List<Frame> frames) {
        var events = frames.stream().filter(frame -> frame.is("audit")).toList();
        if (!events.isEmpty()) {
            stage.history().add(name, "events", line -> {
                var array = line.put("stream", stream).putArray("events");
                for (var event : events) Event.received(event.json()).addTo(array);
            });
            position = events.get(events.size() - 1).seq();
        }
        frames.stream()
                .filter(frame -> frame.id() != null && !frame.is("audit"))
                .reduce((one, other) -> other)
                .ifPresent(last -> reach(stream, last.seq()));
        frames.stream()
                .filter(frame -> frame.event() != null && !frame.is("audit"))
                .forEach(end -> over(stream, end));
    }

    private void reach(String stream, long seq) {
        stage.history().add(name, "position", line -> line.put("stream", stream).put("seq", seq));
        position = Math.max(position, seq);
    }

    private void over(String stream, Frame end) {
        if (end.is("revoked")) revoked = true;
        stage.history()
                .add(
                        name,
                        "over",
                        line -> line.put("stream", stream)
                                .put("event", end.event())
                                .put("data", end.data()));
    }

    private void note(String what, String stream) {
        stage.history().add(name, what, line -> line.put("stream", stream));
    }
}
