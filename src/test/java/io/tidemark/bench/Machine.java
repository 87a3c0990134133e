package io.tidemark.bench;

import io.tidemark.testing.Sql;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Where the figures are from. */
final class Machine {
    private static final String SETTINGS = """
            select name, current_setting(name) as value from pg_settings
            where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size', 'checkpoint_timeout', 'work_mem', 'jit')
            order by name
            """;
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    /** A second of what the system counts in ticks: proc(5). */
    static final double TICKS = 100;

    private static final int STEAL = 8;

    private Machine() {}

    static Map<String, String> describe() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        machine.put(
                "commit",
                git("rev-parse", "--short", "HEAD")
                        + (git("status", "--porcelain").isEmpty() ? "" : " and changes"));
        machine.put("cores", Integer.toString(system.getAvailableProcessors()));
        machine.put("memory", system.getTotalMemorySize() / (1 << 20) + " MiB");
        machine.put("system", system.getName() + " " + system.getVersion() + " " + system.getArch());
        machine.put("client", Runtime.version().toString());
        machine.put("load before", String.format("%.1f", system.getSystemLoadAverage()));
        return machine;
    }

    /** Seconds of CPU that this machine wanted and others on its host got: "steal", the eighth figure of proc_stat(5). */
    static double takenByHost() throws IOException {
        String ofAllCores = Files.readAllLines(Path.of("/proc/stat")).get(0);
        return Long.parseLong(ofAllCores.split(" +", -1)[STEAL]) / TICKS;
    }

    /** The database's version and settings; refuses one that would lose what was committed. */
    static Map<String, String> describe(Connection database) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("database", new Sql(database).one(String.class, "select version()"));
        for (var row : new Sql(database).rows(SETTINGS)) {
            settings.put(String.valueOf(row.get("name")), String.valueOf(row.get("value")));
        }
        for (String setting : DURABLE) {
            Wrong.unless("on".equals(settings.get(setting)), setting + " is off: the figures would be worth nothing");
        }
        return settings;
    }

    private static String git(String... arguments) {
        try {
            var builder = new ProcessBuilder("git");
            builder.command().addAll(List.of(arguments));
            Process git = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? answer : "unknown";
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
