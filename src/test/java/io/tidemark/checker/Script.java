package io.tidemark.checker;

import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * Who acts in a run, and what is broken.
 *
 * @param jdbc how many write into the database themselves
 * @param http how many post
 * @param pause milliseconds between two transactions of one of them, at most; twice that for who posts
 * @param revokePause the same for revokers
 * @param calm whether the readers stay where they are as long as they may
 * @param plans what is broken, one list for each nemesis
 */
record Script(
        String service,
        int jdbc,
        int http,
        int pause,
        int revokers,
        int revokePause,
        boolean calm,
        List<Iterator<Plan.Step>> plans) {

    private static final List<Fault> PROCESSES = List.of(
            Fault.KILL_NODE,
            Fault.PAUSE_NODE,
            Fault.KILL_DATABASE,
            Fault.SET_CLOCK,
            Fault.PAUSE_DATABASE,
            Fault.RESTART_DATABASE);
    private static final List<Fault> NETWORK =
            List.of(Fault.CUT_LOG, Fault.CUT_CLIENTS, Fault.FREEZE_LOG, Fault.FREEZE_CLIENTS, Fault.CUT_EMITTERS);

    /** Everything, by chance. */
    static Script chaos(Settings settings) {
        var seeds = new Random(~settings.seed());
        var processes = PROCESSES.stream()
                .filter(fault -> fault != Fault.SET_CLOCK || WallClock.isAvailable())
                .toList();
        return new Script(
                "checker",
                4,
                3,
                600,
                2,
                8_000,
                false,
                List.of(
                        new Plan(processes, settings.nodes(), seeds.nextLong()),
                        new Plan(NETWORK, settings.nodes(), seeds.nextLong())));
    }
}
