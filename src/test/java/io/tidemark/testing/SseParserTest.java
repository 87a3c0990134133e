package io.tidemark.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The examples are those of the HTML standard, section 9.2.6, where it has them. */
class SseParserTest {

    @Test
    void joinsDataLinesWithLineFeeds() {
        assertThat(parse("data: YHOO\ndata: +2\ndata: 10\n\n")).containsExactly(data("YHOO\n+2\n10"));
    }

    @Test
    void readsTheFourBlocksOfTheStandard() {
        assertThat(parse(
                        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"))
                .containsExactly(
                        new Frame(null, null, null, "test stream", null),
                        new Frame("1", null, "first event", null, null),
                        new Frame("", null, "second event", null, null),
                        data(" third event"));
    }

    @Test
    void dropsTheBlockThatNoBlankLineEnds() {
        assertThat(parse("data\n\ndata\ndata\n\ndata:")).containsExactly(data(""), data("\n"));
    }

    @Test
    void takesAllThreeLineEndsAlsoWhenTheyAreCutInTwo() {
        var stream = "data: a\r\nid: 1\r\n\r\ndata: b\r\rdata: c\n\n";
        var expected = List.of(new Frame("1", null, "a", null, null), data("b"), data("c"));
        assertThat(parse(stream)).isEqualTo(expected);
        assertThat(parseByteByByte(stream)).isEqualTo(expected);
    }

    @Test
    void keepsCharactersWholeThatArriveInPieces() {
        assertThat(parseByteByByte("data: Grüße 🌊\n\n")).containsExactly(data("Grüße 🌊"));
    }

    @Test
    void skipsAByteOrderMarkAtTheStartOnly() {
        assertThat(parse("\uFEFFdata: a\n\n\uFEFFdata: b\n\n"))
                .as("the second block has one unknown field")
                .containsExactly(data("a"), new Frame(null, null, null, null, null));
    }

    @Test
    void ignoresAnIdWithNulAndARetryThatIsNoNumber() {
        assertThat(parse("id: 1\u00002\nretry: 2s\ndata: x\n\n")).containsExactly(data("x"));
    }

    @Test
    void readsRetryAndEventType() {
        assertThat(parse("retry: 2000\nid: 7\nevent: audit\ndata: {}\n\n"))
                .containsExactly(new Frame("7", "audit", "{}", null, 2000L));
    }

    @Test
    void countsABlockWithNothingButAnIdAsFrameButNotAsEvent() {
        var frames = parse(": keepalive\nid: 1100\n\n");
        assertThat(frames).containsExactly(new Frame("1100", null, null, "keepalive", null));
        assertThat(frames.get(0).is("message")).isFalse();
        assertThat(data("x").is("message")).isTrue();
    }

    private static Frame data(@Nullable String data) {
        return new Frame(null, null, data, null, null);
    }

    private static List<Frame> parse(String stream) {
        var frames = new ArrayList<Frame>();
        var bytes = stream.getBytes(StandardCharsets.UTF_8);
        new SseParser(frames::add).accept(bytes, 0, bytes.length);
        return frames;
    }

    private static List<Frame> parseByteByByte(String stream) {
        var frames = new ArrayList<Frame>();
        var parser = new SseParser(frames::add);
        var bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            parser.accept(bytes, i, 1);
        }
        return frames;
    }
}
