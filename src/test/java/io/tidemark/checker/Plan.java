package io.tidemark.checker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** What is broken next: all of the faults in one order, then all of them in another, as the seed has it. Not thread-safe. */
final class Plan implements Iterator<Plan.Step> {
    private static final double LEAST_ISOLATION = 18;

    private final List<Fault> faults;
    private final int nodes;
    private final Random random;
    private final Deque<Fault> deck = new ArrayDeque<>();

    /**
     * @param gap before it begins
     * @param length from when it is done until it is undone
     * @param node whom it hits, if it hits one
     * @param seconds by which a clock is set
     */
    record Step(Fault fault, Duration gap, Duration length, int node, int seconds) {}

    Plan(List<Fault> faults, int nodes, long seed) {
        this.faults = faults;
        this.nodes = nodes;
        this.random = new Random(seed);
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Step next() {
        if (deck.isEmpty()) {
            var shuffled = new ArrayList<>(faults);
            Collections.shuffle(shuffled, random);
            deck.addAll(shuffled);
        }
        var fault = deck.remove();
        int jump = 10 + random.nextInt(110);
        return new Step(
                fault,
                Duration.ofMillis(500 + random.nextInt(3_500)),
                length(fault),
                fault == Fault.SET_CLOCK ? 0 : random.nextInt(nodes),
                random.nextBoolean() ? jump : -jump);
    }

    private Duration length(Fault fault) {
        double seconds = switch (fault) {
            case KILL_NODE, CUT_CLIENTS -> 3 * random.nextDouble();
            case KILL_DATABASE, RESTART_DATABASE -> random.nextInt(4) == 0 ? isolation() : 3 * random.nextDouble();
            case PAUSE_NODE, FREEZE_CLIENTS -> 10 * random.nextDouble();
            case PAUSE_DATABASE -> random.nextInt(3) == 0 ? isolation() : 8 * random.nextDouble();
            case SET_CLOCK -> 3 + 10 * random.nextDouble();
            case CUT_LOG, FREEZE_LOG -> isolation();
            case CUT_EMITTERS -> 0;
        };
        return Duration.ofMillis((long) (1_000 * seconds));
    }

    /** Longer than a node may go on serving. */
    private double isolation() {
        return LEAST_ISOLATION + 3 * random.nextDouble();
    }
}
