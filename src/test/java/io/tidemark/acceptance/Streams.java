package io.tidemark.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.acceptance.Ledger.Draft;
import io.tidemark.testing.Frame;
import io.tidemark.testing.LiveReader;
import io.tidemark.testing.LiveReader.End;
import io.tidemark.testing.SocketReader;
import java.time.Duration;

/** What is said of streams again and again. */
final class Streams {
    static final Duration SOON = Duration.ofSeconds(30);

    private Streams() {}

    /** The stream is open and goes on: the event comes. */
    static void awaitEvent(LiveReader reader, Draft draft) {
        String id = "\"id\":\"" + draft.id() + '"';
        reader.awaitFrame(
                frame -> frame.is("audit") && String.valueOf(frame.data()).contains(id), SOON);
    }

    /** It ended with a typed event that moves no cursor, as HTTP wants it, and sent nothing above that position. */
    static void assertRevoked(LiveReader reader, long seq, String type, String reason) {
        assertThat(reader.awaitEnd(SOON)).isEqualTo(End.COMPLETE);
        Frame last = lastOf(reader);
        assertThat(last.is("revoked")).as("the last frame %s", last).isTrue();
        assertThat(last.id()).isNull();
        assertThat(last.data())
                .isEqualTo("{\"seq\":%d,\"eventType\":\"%s\",\"reason\":\"%s\"}".formatted(seq, type, reason));
        assertNothingAbove(reader, seq);
        assertCloseFrame(reader, 1008, "revoked");
    }

    static void assertClosed(LiveReader reader, String reason) {
        assertThat(reader.awaitEnd(SOON)).isEqualTo(End.COMPLETE);
        assertToldClosed(reader, reason);
    }

    /** However the connection ended then. */
    static void assertToldClosed(LiveReader reader, String reason) {
        reader.awaitEnd(SOON);
        Frame last = lastOf(reader);
        assertThat(last.is("closed")).as("the last frame %s", last).isTrue();
        assertThat(last.id()).isNull();
        assertThat(last.data()).isEqualTo("{\"reason\":\"" + reason + "\"}");
        assertCloseFrame(reader, closeCode(reason), reason);
    }

    private static int closeCode(String reason) {
        return switch (reason) {
            case "expired" -> 1008;
            case "shutdown" -> 1001;
            default -> 1013;
        };
    }

    /** A WebSocket says it once more, in its own words. */
    private static void assertCloseFrame(LiveReader reader, int code, String reason) {
        if (reader instanceof SocketReader socket) {
            assertThat(socket.closeCode()).isEqualTo(code);
            assertThat(socket.closeReason()).isEqualTo(reason);
        }
    }

    /** No id at all, be it an event's or a heartbeat's. */
    static void assertNothingAbove(LiveReader reader, long seq) {
        assertThat(reader.frames())
                .filteredOn(frame -> frame.id() != null)
                .allSatisfy(frame -> assertThat(frame.seq()).isLessThanOrEqualTo(seq));
    }

    static Frame lastOf(LiveReader reader) {
        var frames = reader.frames();
        assertThat(frames).isNotEmpty();
        return frames.get(frames.size() - 1);
    }
}
