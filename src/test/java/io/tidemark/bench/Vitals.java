package io.tidemark.bench;

import io.tidemark.testing.Await;
import io.tidemark.testing.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.regex.Pattern;

/** What a server's process takes, as its JVM and the system have it. */
record Vitals(long heap, long resident) {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");
    private static final Pattern COMPILER = Pattern.compile("^\\d+ \\(C[12] Compiler");

    /** After a garbage collection. */
    static Vitals of(StreamNode node) throws IOException, InterruptedException {
        command(node, "GC.run");
        long heap = number(TOTAL, command(node, "GC.class_histogram"));
        String status = Files.readString(process(node.node()).resolve("status"));
        return new Vitals(heap, number(RESIDENT, status) * 1_024);
    }

    /** The least of many looks in that time: pools lend threads and take them back. */
    static long fewestThreads(StreamNode node, Duration time) {
        long start = System.nanoTime();
        var fewest = new LongAccumulator(Math::min, Long.MAX_VALUE);
        Await.until("looks at threads", time.multipliedBy(2), () -> {
            fewest.accumulate(
                    number(THREADS, Files.readString(process(node.node()).resolve("status"))));
            return System.nanoTime() - start >= time.toNanos();
        });
        return fewest.get();
    }

    /** Seconds of CPU that it has used. */
    static double cpu(StreamNode node) throws IOException {
        return cpu(Files.readString(process(node.node()).resolve("stat")));
    }

    /** Seconds of CPU that the threads of a JVM have used which compile. */
    static double compilerCpu(long pid) throws IOException {
        double used = 0;
        boolean compiles = false;
        try (var threads = Files.newDirectoryStream(process(pid).resolve("task"))) {
            for (Path thread : threads) {
                String stat = stat(thread);
                if (!COMPILER.matcher(stat).find()) continue;
                used += cpu(stat);
                compiles = true;
            }
        }
        Wrong.unless(compiles, "no thread of process " + pid + " compiles");
        return used;
    }

    /** Nothing, of a thread that has ended meanwhile. */
    private static String stat(Path thread) {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (IOException e) {
            return "";
        }
    }

    /** The second field is a name in parentheses; user and system time are the 14th and 15th (proc(5)). */
    private static double cpu(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / Machine.TICKS;
    }

    private static Path process(Node node) {
        return process(node.pid());
    }

    private static Path process(long pid) {
        return Path.of("/proc/" + pid);
    }

    private static String command(StreamNode node, String command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("bench", ".txt");
        try {
            int exit = new ProcessBuilder()
                    .command(List.of(
                            node.java().resolve("bin/jcmd").toString(),
                            Long.toString(node.node().pid()),
                            command))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            Wrong.unless(exit == 0, "jcmd " + command + " ended with " + exit + ": " + Files.readString(output));
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }

    private static long number(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        Wrong.unless(found.find(), pattern + " is not in " + text);
        return Long.parseLong(found.group(1));
    }
}
