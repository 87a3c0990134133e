package io.tidemark.acceptance;

import static java.util.stream.Collectors.toList;

import io.tidemark.dev.EmbeddedDatabase;
import io.tidemark.testing.Await;
import io.tidemark.testing.Sql;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements that the database runs, as its own log has them, while this is open. */
final class StatementLog implements AutoCloseable {
    private static final Pattern LINE =
            Pattern.compile("statement \\[(\\d+) (\\S*)] LOG: {2}(?:execute [^:]+|statement): (.*)");
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Connection connection;
    private final Sql sql;
    private final Path file;
    private final long begin;

    /** @param transaction the virtual transaction: backend and its number there */
    record Statement(String backend, String transaction, String text) {
        boolean starts(String prefix) {
            return text.regionMatches(true, 0, prefix, 0, prefix.length());
        }
    }

    StatementLog(EmbeddedDatabase database) throws SQLException, IOException {
        connection = database.asSuperuser();
        sql = new Sql(connection);
        file = database.log();
        begin = Files.size(file);
        sql.run("alter system set log_line_prefix = 'statement [%p %v] '");
        sql.run("alter system set log_statement = 'all'");
        sql.run("select pg_reload_conf()");
        awaitProbe();
    }

    /** All of them so far, in order. */
    List<Statement> statements() throws SQLException, IOException {
        awaitProbe();
        return read();
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            sql.run("alter system reset log_statement");
            sql.run("alter system reset log_line_prefix");
            sql.run("select pg_reload_conf()");
        }
    }

    /** A backend hears of the new configuration between two statements. */
    private void awaitProbe() {
        var probe = "select '" + UUID.randomUUID() + "'";
        Await.until("logging of statements", SOON, () -> {
            sql.run(probe);
            return read().stream().anyMatch(statement -> statement.text().equals(probe));
        });
    }

    private List<Statement> read() throws IOException {
        try (var log = Files.newByteChannel(file).position(begin)) {
            return new BufferedReader(Channels.newReader(log, StandardCharsets.UTF_8))
                    .lines()
                    .map(LINE::matcher)
                    .filter(Matcher::find)
                    .map(line -> new Statement(line.group(1), line.group(2), line.group(3)))
                    .collect(toList());
        }
    }
}
