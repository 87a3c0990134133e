package io.tidemark.capture;

import io.tidemark.event.InvalidEvent;
import io.tidemark.event.Payload;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns values into the sides of a payload. Never throws. Thread-safe. */
final class Conversion {
    private static final Logger LOGGER = Logger.getLogger(Conversion.class.getName());
    private static final int MESSAGE = 1_024;
    private static final int LONG_MESSAGE = 64 * 1_024;

    /** What is looked through for secrets: they make it shorter. */
    private static final int MASKED_MESSAGE = 4 * 1_024;

    private final Redaction redaction;
    private final Shapes shapes = new Shapes();

    Conversion(SensitiveNames names, int limit) {
        redaction = new Redaction(names, limit);
    }

    Payload.Side arguments(List<Capture.Argument> arguments, Secrets secrets) {
        return object(
                secrets,
                graph -> arguments.forEach(
                        argument -> graph.member(argument.name(), argument.value(), argument.sensitive())));
    }

    Payload.Side headers(Map<String, List<String>> headers, Secrets secrets) {
        return object(
                secrets,
                graph -> headers.forEach((name, values) -> graph.member(
                        name, String.join(", ", values), redaction.names().matchHeader(name))));
    }

    Payload.Side result(@Nullable Object result, boolean sensitive, Secrets secrets) {
        return side(secrets, "null", side -> {
            if (sensitive) side.redact(result);
            else new Graph(side, shapes).value(result);
        });
    }

    Payload.Side error(Throwable failure, Secrets secrets) {
        String message = Failures.message(failure);
        String known = message == null ? null : secrets.removedFrom(message);
        return side(secrets, "{}", side -> {
            if (!Objects.equals(known, message)) side.markRedacted();
            Graph graph = new Graph(side, shapes);
            graph.object(() -> {
                graph.member("type", failure.getClass().getName());
                graph.member("message", known);
            });
        });
    }

    /** As an array of one: it will stand in an array. */
    Payload.Side notification(Object notification, Secrets secrets) {
        return side(secrets, "[]", side -> new Graph(side, shapes).value(List.of(notification)));
    }

    /** Arrays of one as one array. */
    Payload.Side joined(List<Payload.Side> notifications) {
        StringJoiner joined = new StringJoiner(",", "[", "]");
        long bytes = 1;
        boolean redacted = false;
        boolean altered = false;
        for (Payload.Side side : notifications) {
            String json = side.json();
            if (json != null) joined.add(json.substring(1, json.length() - 1));
            bytes += side.bytes() - 1;
            redacted |= side.redacted();
            altered |= side.altered();
        }
        bytes = Math.max(2, bytes);
        Payload.Side dropped = new Payload.Side(null, bytes, redacted, altered);
        if (bytes > redaction.limit()) return dropped;
        try {
            return new Payload.Side(joined.toString(), bytes, redacted, altered).checked();
        } catch (InvalidEvent e) {
            return dropped; // each was small enough, but its numbers, written out, are not together
        }
    }

    /** What was redacted is redacted of it, and so is what looks like a secret. */
    @Nullable String message(Throwable failure, Secrets secrets) {
        String message = Failures.message(failure);
        if (message == null) return null;
        String known = start(secrets.removedFrom(start(message, LONG_MESSAGE)), MASKED_MESSAGE);
        String safe = redaction.text().masked(Clean.text(known));
        return safe.codePointCount(0, safe.length()) <= MESSAGE
                ? safe
                : safe.substring(0, safe.offsetByCodePoints(0, MESSAGE));
    }

    /** A value as it may stand in an event: what has no text of its own in JSON. Absent if it is too large. */
    @Nullable String text(Object value) {
        Object scalar = Scalars.of(value);
        if (scalar == null) return result(value, false, new Secrets()).json();
        return redaction.text().masked(start(scalar.toString(), MASKED_MESSAGE));
    }

    SensitiveNames names() {
        return redaction.names();
    }

    private static String start(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }

    private Payload.Side object(Secrets secrets, Consumer<Graph> members) {
        return side(secrets, "{}", side -> {
            Graph graph = new Graph(side, shapes);
            graph.object(() -> members.accept(graph));
        });
    }

    private Payload.Side side(Secrets secrets, String instead, Consumer<Side> content) {
        Side side = new Side(redaction, secrets);
        try {
            content.accept(side);
            return side.end().checked();
        } catch (BoundedText.TooLong e) {
            return side.cut();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOGGER.log(Level.FINE, e, () -> "Could not capture a value. It is left out");
            return new Payload.Side(instead, instead.length(), false, true);
        }
    }
}
