package io.tidemark.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.NodeSpec;
import io.tidemark.testing.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The checker finds what is wrong with a product in which something is wrong, and nothing in the one without. */
@Tag("long")
class PlantedFaultsIT {
    private static final Variant GUARD_LAST = new Variant(
            "guard-last",
            "@Priority(Committed.GUARD) Committed news",
            "@Priority(Committed.STREAM + 500) Committed news");
    private static final Variant RESUME_LATE =
            new Variant("resume-late", "return seq;", "return Math.min(seq + 1, bounds.head());");
    private static final Variant SEEN_AFTER_PICKING = new Variant(
            "seen-after-picking", "seen = now_seen, stepped_by", "seen = pg_current_snapshot(), stepped_by");
    private static final Variant SEEN_BEFORE_LOCK = new Variant("seen-before-lock", """
              select * into s from sequencer for update skip locked;
              if not found then return -1; end if;
              -- until the transaction ends
              perform set_config('idle_in_transaction_session_timeout', '2s', true);
              now_seen := pg_current_snapshot();
            """, """
              now_seen := pg_current_snapshot();
              select * into s from sequencer for update skip locked;
              if not found then return -1; end if;
            """);

    private static final Map<String, Member> MEMBERS = new HashMap<>();

    private static Cluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.start("planted", List.of(node -> node), false);
    }

    @AfterAll
    static void stop() throws IOException {
        for (var member : MEMBERS.values()) member.close();
        cluster.close();
    }

    @Test
    void findsAGuardThatActsAfterTheStreams() throws Exception {
        assertThat(revocations("guard", cluster).violations()).isEmpty();
        var war = GUARD_LAST.war("io/tidemark/guard/Guard");
        var broken = only("guard-last", node -> node.app("tidemark.war", war));
        assertThat(revocations("guard-last", broken).kinds()).containsExactly(Violation.Kind.LEAKED);
    }

    @Test
    void findsAResumeThatIsOffByOne() throws Exception {
        assertThat(cuts("resume", cluster).violations()).isEmpty();
        var war = RESUME_LATE.war("io/tidemark/stream/Cursors");
        var broken = only("resume-late", node -> node.app("tidemark.war", war));
        assertThat(cuts("resume-late", broken).kinds()).containsExactly(Violation.Kind.LOST);
    }

    @Test
    void findsALeaseThatIsSwitchedOff() throws Exception {
        assertThat(freeze("lease", cluster).violations()).isEmpty();
        var broken = only("lease-off", node -> node.variable("tidemark.stream.lease", "PT1H"));
        assertThat(freeze("lease-off", broken).kinds()).containsExactly(Violation.Kind.STALE);
    }

    /**
     * What was not picked but counts as seen is never picked. Taken before the lock, the other side of the right place, the
     * snapshot is only older: the next step looks at more rows than it must.
     */
    @Test
    void findsASnapshotOfWhatIsSeenThatIsNewerThanWhatWasPicked() throws Exception {
        assertThat(writes("seen").violations()).isEmpty();
        assertThat(planted(SEEN_BEFORE_LOCK).violations()).isEmpty();
        assertThat(planted(SEEN_AFTER_PICKING).kinds()).containsExactly(Violation.Kind.LOST);
    }

    private static Verdict planted(Variant variant) throws Exception {
        var right = variant.step(cluster.database());
        try {
            return writes(variant.name());
        } finally {
            try (var owner = cluster.database().asOwner()) {
                new Sql(owner).run(right);
            }
        }
    }

    private static Verdict revocations(String name, Cluster nodes) throws Exception {
        return judge(new Script(name, 2, 1, 100, 4, 600, true, List.of()), nodes, 10);
    }

    private static Verdict cuts(String name, Cluster nodes) throws Exception {
        var cut = new Plan.Step(Fault.CUT_CLIENTS, Duration.ofMillis(1_500), Duration.ofMillis(100), 0, 0);
        return judge(script(name, Collections.nCopies(5, cut).iterator()), nodes, 10);
    }

    private static Verdict freeze(String name, Cluster nodes) throws Exception {
        var freeze = new Plan.Step(Fault.FREEZE_LOG, Duration.ofSeconds(1), Duration.ofSeconds(19), 0, 0);
        return judge(script(name, List.of(freeze).iterator()), nodes, 22);
    }

    /** Two nodes step. */
    private static Verdict writes(String name) throws Exception {
        var members = List.of(cluster.members().get(0), member("planted-2", node -> node));
        var both = new Cluster(cluster.database(), members, cluster.emitters());
        return judge(new Script(name, 8, 0, 20, 0, 0, true, List.of()), both, 10);
    }

    private static Cluster only(String name, UnaryOperator<NodeSpec> change) {
        return new Cluster(cluster.database(), List.of(member(name, change)), cluster.emitters());
    }

    private static Member member(String name, UnaryOperator<NodeSpec> change) {
        return MEMBERS.computeIfAbsent(name, node -> Member.start(cluster.database(), node, null, change));
    }

    private static Script script(String name, Iterator<Plan.Step> plan) {
        return new Script(name, 2, 1, 100, 0, 0, true, List.of(plan));
    }

    private static Verdict judge(Script script, Cluster nodes, int seconds) throws Exception {
        var history = Path.of(System.getProperty("project.basedir", ""))
                .resolve("target/checker/planted")
                .resolve(script.service())
                .resolve("history.jsonl");
        var settings = new Settings(1, nodes.members().size(), Duration.ofSeconds(seconds));
        try (var checker = new Checker(settings, script, nodes, history)) {
            checker.run();
        }
        var verdict = Verdict.on(history);
        System.out.println(
                new Report(verdict).write() + ": " + verdict.violations().size() + " violations");
        return verdict;
    }
}
