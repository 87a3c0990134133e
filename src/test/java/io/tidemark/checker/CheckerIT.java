package io.tidemark.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * A cluster that is broken in every way keeps its promises. {@code -Dchecker.seed}, {@code -Dchecker.minutes} {@code -Dchecker.nodes} and
 * {@code -Dchecker.clocks} change the run; its history and its report are in {@code target/checker}.
 */
class CheckerIT {

    @Test
    void keepsItsPromisesWhateverBreaks() throws Exception {
        var settings = Settings.given(2, Duration.ofSeconds(30));
        var history = Path.of(System.getProperty("project.basedir", ""), "target/checker/history.jsonl");
        try (var cluster = Cluster.start(
                        "checker", Collections.nCopies(settings.nodes(), UnaryOperator.identity()), true);
                var checker = new Checker(settings, Script.chaos(settings), cluster, history)) {
            checker.run();
        }
        var report = new Report(Verdict.on(history));

        System.out.println(report.text());
        System.out.println("The report is " + report.write() + ", the history " + history);
        assertThat(report.verdict().violations()).isEmpty();
    }
}
