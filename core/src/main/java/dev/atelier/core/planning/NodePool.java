package dev.atelier.core.planning;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * The nodes of a simulation: asked for, there, idle, given back or taken away. More are asked for as Spark does: while
 * batches wait, after a second and then every second, one, then two, four and so on, as long as there is work for them.
 */
final class NodePool {
    private static final double HOUR = 3600;

    private final Scenario scenario;
    private final Agenda agenda;
    private final RandomGenerator random;
    private final Runnable whenFree;
    private final Consumer<Simulation.Task> whenLost;
    private final Deque<Slot> free = new ArrayDeque<>();
    private final List<Node> emptied = new ArrayList<>();
    private final List<Node> all = new ArrayList<>();
    private IntSupplier waiting = () -> 0;
    private double nodeSeconds;
    private int coming;
    private int busySlots;
    private int step = 1;
    private int evicted;
    private int most;

    /**
     * @param whenFree called when slots have come
     * @param whenLost called with each batch that a node was at when it was taken away
     */
    NodePool(
            Scenario scenario,
            Agenda agenda,
            RandomGenerator random,
            Runnable whenFree,
            Consumer<Simulation.Task> whenLost) {
        this.scenario = scenario;
        this.agenda = agenda;
        this.random = random;
        this.whenFree = whenFree;
        this.whenLost = whenLost;
    }

    private static final class Node {
        private final double asked;
        private final List<Slot> slots = new ArrayList<>();
        private int place;
        private int busy;
        private int turn;
        private boolean alive;

        private Node(double asked) {
            this.asked = asked;
        }
    }

    /** What does one batch at a time. */
    final class Slot {
        private final Node node;
        private Simulation.Task task;
        private int uses;

        private Slot(Node node) {
            this.node = node;
        }

        /** Begins a batch; gives back a number for its end. */
        int take(Simulation.Task begun) {
            task = begun;
            node.busy++;
            node.turn++;
            busySlots++;
            return ++uses;
        }

        /** Ends a batch; gives back false if it was lost before. */
        boolean release(int use) {
            if (!node.alive || use != uses || task == null) {
                return false;
            }
            task = null;
            busySlots--;
            free.addLast(this);
            if (--node.busy == 0) {
                emptied.add(node);
            }
            return true;
        }
    }

    /** A slot that is free, now taken; null if there is none. */
    Slot free() {
        for (Slot slot = free.pollFirst(); slot != null; slot = free.pollFirst()) {
            if (slot.node.alive) {
                return slot;
            }
        }
        return null;
    }

    void request(int count) {
        for (int i = 0; i < count; i++) {
            var node = new Node(agenda.now());
            double spread = scenario.spread() == 0 ? 1 : Math.max(0.1, 1 + scenario.spread() * random.nextGaussian());
            agenda.add(agenda.now() + scenario.startUp() * spread, () -> come(node));
        }
        coming += count;
    }

    private void come(Node node) {
        coming--;
        node.alive = true;
        node.place = all.size();
        all.add(node);
        most = Math.max(most, all.size());
        for (int i = 0; i < scenario.slots(); i++) {
            var slot = new Slot(node);
            node.slots.add(slot);
            free.addLast(slot);
        }
        if (scenario.evictions() > 0) {
            double life = -Math.log(1 - random.nextDouble()) * HOUR / scenario.evictions();
            agenda.add(agenda.now() + life, () -> evict(node));
        }
        emptied.add(node);
        whenFree.run();
        releaseIdle();
    }

    private void evict(Node node) {
        if (!node.alive) {
            return;
        }
        evicted++;
        remove(node);
        for (Slot slot : node.slots) {
            if (slot.task != null) {
                busySlots--;
                whenLost.accept(slot.task);
                slot.task = null;
            }
        }
        request(1);
    }

    private void remove(Node node) {
        node.alive = false;
        nodeSeconds += agenda.now() - node.asked;
        Node last = all.remove(all.size() - 1);
        if (last != node) {
            all.set(node.place, last);
            last.place = node.place;
        }
    }

    /** Nodes that have just become idle are given back after their time, unless they get work before. */
    void releaseIdle() {
        for (Node node : emptied) {
            if (node.alive && node.busy == 0) {
                int turn = ++node.turn;
                agenda.add(agenda.now() + scenario.idle(), () -> {
                    if (node.alive && node.busy == 0 && node.turn == turn && all.size() > scenario.least()) {
                        remove(node);
                    }
                });
            }
        }
        emptied.clear();
    }

    /** @param ready how many batches wait */
    void watchBacklog(IntSupplier ready) {
        waiting = ready;
        agenda.add(agenda.now() + Predictor.BACKLOG_SECONDS, this::lookAtBacklog);
    }

    private void lookAtBacklog() {
        int there = all.size() + coming;
        int needed = (busySlots + waiting.getAsInt() + scenario.slots() - 1) / scenario.slots();
        int wanted = Math.min(Math.min(needed, scenario.most()), there + step);
        if (waiting.getAsInt() > 0 && wanted > there) {
            request(wanted - there);
            step *= 2;
        } else {
            step = 1;
        }
        agenda.add(agenda.now() + Predictor.BACKLOG_SECONDS, this::lookAtBacklog);
    }

    /** What all nodes were asked for or there, those that are left until a moment. */
    double secondsUntil(double end) {
        return nodeSeconds
                + all.stream()
                        .mapToDouble(node -> Math.max(0, end - node.asked))
                        .sum();
    }

    int evicted() {
        return evicted;
    }

    int most() {
        return most;
    }
}
