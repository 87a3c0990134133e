package io.tidemark.checker;

import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Breaks one thing after the other, and mends it. */
final class Nemesis implements Callable<Void> {
    private final Stage stage;
    private final String name;
    private final Iterator<Plan.Step> plan;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Nemesis(Stage stage, String name, Iterator<Plan.Step> plan) {
        this.stage = stage;
        this.name = name;
        this.plan = plan;
    }

    @Override
    public Void call() throws Exception {
        while (plan.hasNext()) {
            var step = plan.next();
            if (stopped.await(step.gap().toMillis(), TimeUnit.MILLISECONDS)) return null;
            perform(step);
        }
        return null;
    }

    /** What is broken is still mended. */
    void stop() {
        stopped.countDown();
    }

    /** Breaks it, lets the time pass, mends it. */
    private void perform(Plan.Step step) throws Exception {
        note(step, "begun");
        begin(step);
        note(step, "done");
        try {
            if (stopped.await(step.length().toMillis(), TimeUnit.MILLISECONDS)) note(step, "hurried");
        } finally {
            note(step, "ending");
            end(step);
            note(step, "ended");
        }
    }

    private void begin(Plan.Step step) throws IOException {
        var member = stage.cluster().members().get(step.node());
        var database = stage.cluster().database();
        switch (step.fault()) {
            case KILL_NODE -> member.node().kill();
            case PAUSE_NODE -> member.node().pause();
            case SET_CLOCK -> setClock(step.seconds());
            case KILL_DATABASE -> database.kill();
            case RESTART_DATABASE -> database.stop();
            case PAUSE_DATABASE -> database.pause();
            case CUT_CLIENTS -> member.front().cut();
            case FREEZE_CLIENTS -> member.front().freeze();
            case CUT_LOG -> member.back().cut();
            case FREEZE_LOG -> member.back().freeze();
            case CUT_EMITTERS -> stage.cluster().emitters().reset();
        }
    }

    private void end(Plan.Step step) throws IOException {
        var member = stage.cluster().members().get(step.node());
        var database = stage.cluster().database();
        switch (step.fault()) {
            case KILL_NODE -> revive(member);
            case PAUSE_NODE -> member.node().resume();
            case SET_CLOCK -> setClock(0);
            case KILL_DATABASE, RESTART_DATABASE -> database.start();
            case PAUSE_DATABASE -> database.resume();
            case CUT_CLIENTS, FREEZE_CLIENTS -> member.front().heal();
            case CUT_LOG, FREEZE_LOG -> member.back().heal();
            case CUT_EMITTERS -> {}
        }
    }

    private void setClock(int seconds) {
        for (var member : stage.cluster().members()) {
            if (member.clock() != null) member.clock().set(seconds);
        }
    }

    /** It gets ready when it can; while it cannot, other things are broken. */
    private void revive(Member member) {
        member.node().relaunch();
        long start = System.nanoTime();
        try {
            while (!member.isReady() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60)) {
                if (stopped.await(500, TimeUnit.MILLISECONDS)) return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(Plan.Step step, String phase) {
        stage.history().add(name, "fault", line -> {
            line.put("fault", step.fault().name()).put("phase", phase);
            if (step.fault().hitsOne())
                line.put("node", stage.cluster().members().get(step.node()).name());
            if (step.fault() == Fault.SET_CLOCK) line.put("seconds", step.seconds());
        });
    }
}
