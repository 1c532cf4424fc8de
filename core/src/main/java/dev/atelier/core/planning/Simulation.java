package dev.atelier.core.planning;

import dev.atelier.core.engine.BatchTries;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.job.Batch;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.random.RandomGenerator;

/**
 * Runs batches on nodes that are not there, by a virtual clock: the batches that planning made, tried as often and after
 * the same pauses as by every engine, on nodes that come and go as Spark's dynamic allocation has them. Holds what is under
 * way and a bit for each batch, whatever their number.
 */
public final class Simulation {
    private final InfrastructureException failure = new InfrastructureException("a simulated failure; it may pass");

    private final Scenario scenario;
    private final RetryPolicy retry;
    private final RandomGenerator random;
    private final Agenda agenda = new Agenda();
    private final NodePool nodes;
    private final Deque<Task> ready = new ArrayDeque<>();
    private final BitSet done = new BitSet();
    private Iterator<Batch> batches;
    private boolean begun;
    private int handedOut;
    private double dispatched;
    private long items;
    private long tries;
    private long failures;
    private boolean failed;
    private double lastEnd;

    /** @param random the only source of chance: the same seed gives the same run */
    public Simulation(Scenario scenario, RetryPolicy retry, RandomGenerator random) {
        this.scenario = scenario;
        this.retry = retry;
        this.random = random;
        this.nodes = new NodePool(scenario, agenda, random, this::pump, this::lost);
    }

    /** A batch that was handed out. */
    static final class Task {
        private final Batch batch;
        private final BatchTries tries;

        private Task(Batch batch, BatchTries tries) {
            this.batch = batch;
            this.tries = tries;
        }
    }

    /** Runs all batches, or until one failed too often. Called once. */
    public Simulated run(Iterable<Batch> all) {
        batches = all.iterator();
        nodes.request(scenario.initial());
        agenda.add(scenario.prepare(), this::begin);
        while (!isOver() && agenda.step()) {
            // all is done by what happens
        }
        if (!isOver()) {
            throw new IllegalStateException("nothing happens any more, and " + handedOut + " batches are not done");
        }
        double seconds = lastEnd + (failed ? 0 : scenario.assemble());
        return new Simulated(
                seconds,
                nodes.secondsUntil(lastEnd + scenario.idle()),
                done.cardinality(),
                items,
                tries,
                failures,
                nodes.evicted(),
                nodes.most(),
                failed);
    }

    private boolean isOver() {
        return failed || (begun && handedOut == 0 && !batches.hasNext());
    }

    private void begin() {
        begun = true;
        lastEnd = agenda.now();
        pump();
        nodes.watchBacklog(ready::size);
    }

    /** Hands out what may be, and gives waiting batches to free slots. */
    private void pump() {
        if (!begun || failed) {
            return;
        }
        while (true) {
            while (handedOut < scenario.window() && batches.hasNext()) {
                ready.add(new Task(batches.next(), new BatchTries(retry, random)));
                handedOut++;
            }
            NodePool.Slot slot = ready.isEmpty() ? null : nodes.free();
            if (slot == null) {
                break;
            }
            start(ready.remove(), slot);
        }
        nodes.releaseIdle();
    }

    private void start(Task task, NodePool.Slot slot) {
        double begins = Math.max(agenda.now(), dispatched);
        dispatched = begins + scenario.dispatch();
        double seconds = scenario.batch().of(task.batch.items().count()) * noise();
        if (scenario.stragglers() > 0 && random.nextDouble() < scenario.stragglers()) {
            seconds *= scenario.slowness();
        }
        boolean fails = scenario.failureRate() > 0 && random.nextDouble() < scenario.failureRate();
        double end = begins + (fails ? seconds * random.nextDouble() : seconds);
        tries++;
        int use = slot.take(task);
        agenda.add(end, () -> {
            if (slot.release(use)) {
                if (fails) {
                    again(task);
                } else {
                    finish(task);
                }
                pump();
            }
        });
    }

    private double noise() {
        return scenario.spread() == 0 ? 1 : Math.max(0.1, 1 + scenario.spread() * random.nextGaussian());
    }

    private void finish(Task task) {
        if (done.get(task.batch.number())) {
            throw new IllegalStateException("batch " + task.batch.number() + " was done twice");
        }
        done.set(task.batch.number());
        items += task.batch.items().count();
        handedOut--;
        lastEnd = agenda.now();
    }

    /** A node is gone with what it was at. */
    private void lost(Task task) {
        again(task);
        agenda.add(agenda.now(), this::pump);
    }

    private void again(Task task) {
        failures++;
        try {
            double pause = task.tries.next(failure).toNanos() / 1e9;
            agenda.add(agenda.now() + pause, () -> {
                ready.add(task);
                pump();
            });
        } catch (InfrastructureException e) {
            failed = true;
            lastEnd = agenda.now();
        }
    }
}
