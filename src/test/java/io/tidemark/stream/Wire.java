package io.tidemark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A connection that keeps what is sent. */
final class Wire implements Outlet {
    private static final Pattern ID = Pattern.compile("^id: (\\d+)\nevent: audit$", Pattern.MULTILINE);
    private static final Pattern LAST_ID = Pattern.compile("(?s).*^id: (\\d+)$.*", Pattern.MULTILINE);

    final StringBuilder sent = new StringBuilder();
    final Deque<CompletableFuture<Void>> writes = new ArrayDeque<>();
    Format format = Format.EVENT_STREAM;
    boolean slow;
    boolean probeDue;
    int probes;
    int answers;
    String reason = "";
    int sends;
    int special = -1;
    Runnable act = () -> {};
    boolean broken;
    int closed;

    void atSend(int number, Runnable action) {
        special = number;
        act = action;
    }

    void clear() {
        sent.setLength(0);
    }

    String text() {
        return sent.toString();
    }

    List<Long> ids() {
        return ID.matcher(sent)
                .results()
                .map(match -> Long.valueOf(match.group(1)))
                .toList();
    }

    String lastId() {
        var last = LAST_ID.matcher(sent);
        return last.matches() ? last.group(1) : "";
    }

    @Override
    public String transport() {
        return "test";
    }

    @Override
    public Format format() {
        return format;
    }

    @Override
    public CompletionStage<?> send(Text text) {
        if (++sends == special) act.run();
        if (broken) return CompletableFuture.failedStage(new IOException("broken"));
        sent.append(text);
        return slow ? hold() : CompletableFuture.completedStage(null);
    }

    /** Lets the write that is under way be done, or fail. */
    void release(@Nullable Throwable failure) {
        var held = Objects.requireNonNull(writes.poll(), "no write is under way");
        if (failure == null) held.complete(null);
        else held.completeExceptionally(failure);
    }

    private CompletableFuture<Void> hold() {
        assertThat(writes).as("writes at a time").isEmpty();
        var write = new CompletableFuture<Void>();
        writes.add(write);
        return write;
    }

    @Override
    public boolean isProbeDue() {
        return probeDue;
    }

    @Override
    public void probe() throws IOException {
        assertThat(writes).as("writes under way").isEmpty();
        probeDue = false;
        if (++probes > answers) throw new IOException("no answer");
    }

    @Override
    public void close(End why) {
        closed++;
        reason = why.reason();
    }
}
