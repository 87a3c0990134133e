package io.tidemark.web;

import io.tidemark.emit.AuditException;
import io.tidemark.emit.Ingestion;
import io.tidemark.event.AuditEvent;
import io.tidemark.event.EventJson;
import io.tidemark.event.InvalidEvent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

/**
 * Reads a body of any number of events and stores them block by block: a block is in memory, never the body.
 */
@RequestScoped
public class Ingest {
    static final int BLOCK = 1_000;
    static final int IDS = 1_000;

    private static final int BLOCK_CHARACTERS = 8 * 1_024 * 1_024;

    @Inject
    private Ingestion ingestion;

    @Inject
    private Caller caller;

    private final List<AuditEvent> block = new ArrayList<>();
    private final List<UUID> ids = new ArrayList<>();
    private long blockCharacters;
    private int stored;
    private int known;

    /** What became of the body; ids in the order given, absent above {@value #IDS} events. */
    public record Result(int stored, int known, @Nullable List<UUID> ids) {}

    /** Newline-delimited JSON; empty lines are skipped. */
    Result lines(InputStream body) {
        int number = 0;
        try (BufferedReader lines = reader(body)) {
            String line;
            while ((line = new Line(lines).read()) != null) {
                number++;
                if (!line.isBlank()) add(line, number);
            }
            flush();
            return result();
        } catch (Line.TooLong e) {
            throw refused(Problems.tooLarge("A line must have at most 256 KiB").with("line", number + 1));
        } catch (IOException e) {
            throw refused(unreadable(e).with("line", number + 1));
        }
    }

    /** One event, or an array of them. */
    Result json(InputStream body) {
        int index = 0;
        boolean array = false;
        try (JsonParser parser = EventJson.MAPPER.createParser(reader(body))) {
            array = parser.nextToken() == JsonToken.START_ARRAY;
            if (array) parser.nextToken();
            while (parser.currentToken() != null && parser.currentToken() != JsonToken.END_ARRAY) {
                long start = parser.currentTokenLocation().getCharOffset();
                JsonNode event = element(parser, start);
                add(event, parser.currentLocation().getCharOffset() - start);
                index++;
                parser.nextToken();
                if (!array) break;
            }
            if (parser.nextToken() != null || (index == 0 && !array)) {
                throw new Refused(Problems.malformed("The body must be one event or one array of events"));
            }
            flush();
            return result();
        } catch (InvalidEvent e) {
            throw refused(at(Problems.invalidEvent(e), array, index));
        } catch (Refused e) {
            throw refused(at(e.problem(), array, index));
        } catch (JacksonIOException e) {
            throw refused(at(unreadable(e.getCause()), array, index));
        } catch (JacksonException | NumberFormatException e) {
            throw refused(at(notJson(), array, index));
        }
    }

    /** The parser gives up at a string of 1 MiB: that is too large as well, and not malformed. */
    private static JsonNode element(JsonParser parser, long start) {
        JsonNode event = null;
        StreamConstraintsException beyond = null;
        try {
            event = parser.readValueAsTree();
        } catch (StreamConstraintsException e) {
            beyond = e;
        }
        if (parser.currentLocation().getCharOffset() - start > Line.BYTES) {
            throw new Refused(Problems.tooLarge("An event must have at most 256 KiB"));
        }
        if (beyond != null) throw beyond;
        return Objects.requireNonNull(event);
    }

    private void add(String line, int number) {
        try {
            add(EventJson.MAPPER.readTree(line), line.length());
        } catch (JacksonException | NumberFormatException e) {
            throw refused(notJson().with("line", number));
        } catch (InvalidEvent e) {
            throw refused(Problems.invalidEvent(e).with("line", number));
        }
    }

    private void add(JsonNode json, long characters) {
        AuditEvent event = new EventReader(json).event();
        if (event.service() == null)
            event = event.toBuilder().service(caller.clientId()).build();
        block.add(ingestion.checked(event));
        blockCharacters += characters;
        if (block.size() == BLOCK || blockCharacters >= BLOCK_CHARACTERS) flush();
    }

    private void flush() {
        if (block.isEmpty()) return;
        Ingestion.Stored result;
        try {
            result = ingestion.store(List.copyOf(block));
        } catch (AuditException e) {
            throw refused(Problem.of(503, "unavailable", "Unavailable", "The log cannot be reached")
                    .with("retryAfter", 2));
        }
        stored += result.stored();
        known += result.known();
        if (ids.size() <= IDS) ids.addAll(result.ids());
        block.clear();
        blockCharacters = 0;
    }

    private Result result() {
        return new Result(stored, known, ids.size() > IDS ? null : List.copyOf(ids));
    }

    /** What was stored before stays, and the client is told how much. */
    private Refused refused(Problem problem) {
        return new Refused(problem.with("stored", stored));
    }

    private static Problem at(Problem problem, boolean array, int index) {
        return array ? problem.with("index", index) : problem;
    }

    /** An exponent beyond int comes from the parser as a NumberFormatException. */
    private static Problem notJson() {
        return Problems.malformed("The event must be JSON without repeated members, deep nesting and monstrous numbers")
                .with("rule", "json");
    }

    private static Problem unreadable(@Nullable Throwable e) {
        if (e instanceof BodyLimit.Exceeded) return Problems.tooLarge("A body must have at most 64 MiB");
        if (e instanceof CharacterCodingException || e instanceof CharConversionException) {
            return Problems.malformed("The body must be UTF-8").with("rule", "utf-8");
        }
        return Problems.malformed("The body ended early").with("rule", "complete");
    }

    private static BufferedReader reader(InputStream body) {
        return new BufferedReader(
                new InputStreamReader(new BodyLimit(body), StandardCharsets.UTF_8.newDecoder()), 16 * 1_024);
    }
}
