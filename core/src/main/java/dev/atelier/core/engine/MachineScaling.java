package dev.atelier.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides, look by look, how many machines a cluster should get and which it can do without. Machines are asked for where
 * executors wait, one for each that does; one that has done nothing for long is given back.
 */
public final class MachineScaling {
    private static final String ALIVE = "ALIVE";
    /** A cluster that is about to start an executor on a machine it has shows it as waiting for a moment. */
    private static final int LOOKS = 2;

    private final Bounds bounds;
    private final Deque<Instant> coming = new ArrayDeque<>();
    private final Set<String> known = new HashSet<>();
    private final Map<String, Instant> idleSince = new HashMap<>();
    private final Set<String> draining = new HashSet<>();
    private int looksWithWaiting;

    /**
     * How far a cluster grows and shrinks.
     *
     * @param least machines that are kept although there is nothing to do
     * @param most machines
     * @param idle how long a machine does nothing before it is given back
     * @param arrival how long a machine that was asked for is waited for before another is asked for
     */
    public record Bounds(int least, int most, Duration idle, Duration arrival) {
        public Bounds {
            if (least < 0 || most < Math.max(1, least) || idle.isNegative() || arrival.isNegative()) {
                throw new IllegalArgumentException("expected 0 <= least <= most, at least one machine and no time below"
                        + " 0; found " + least + ", " + most + ", " + idle + ", " + arrival);
            }
        }
    }

    /**
     * What to do now.
     *
     * @param add how many machines to ask for
     * @param drain names of the machines to give back
     */
    public record Decision(int add, List<String> drain) {}

    public MachineScaling(Bounds bounds) {
        this.bounds = bounds;
    }

    /** Takes a look at the cluster. What it decides counts as done. */
    public Decision look(LocalCluster.Status status, Instant now) {
        List<LocalCluster.Node> alive = status.workers().stream()
                .filter(worker -> worker.state().equals(ALIVE))
                .toList();
        welcome(alive, now);
        draining.retainAll(alive.stream().map(LocalCluster.Node::name).toList());
        int staying = alive.size() - draining.size();
        looksWithWaiting = status.executorsWaiting() > 0 ? looksWithWaiting + 1 : 0;
        int wanted = looksWithWaiting >= LOOKS ? status.executorsWaiting() : 0;
        int there = staying + coming.size();
        int add = Math.max(bounds.least() - there, Math.min(wanted - coming.size(), bounds.most() - there));
        add = Math.max(0, add);
        for (int i = 0; i < add; i++) {
            coming.add(now);
        }
        return new Decision(add, looksWithWaiting > 0 ? List.of() : idle(alive, staying, now));
    }

    private void welcome(List<LocalCluster.Node> alive, Instant now) {
        for (LocalCluster.Node node : alive) {
            if (known.add(node.name())) {
                coming.poll();
                // what waited may be about to start there
                looksWithWaiting = 0;
            }
        }
        while (!coming.isEmpty() && coming.peek().plus(bounds.arrival()).isBefore(now)) {
            coming.remove();
        }
    }

    private List<String> idle(List<LocalCluster.Node> alive, int staying, Instant now) {
        idleSince.keySet().retainAll(alive.stream().map(LocalCluster.Node::name).toList());
        for (LocalCluster.Node node : alive) {
            if (node.coresUsed() > 0) {
                idleSince.remove(node.name());
            } else {
                idleSince.putIfAbsent(node.name(), now);
            }
        }
        List<String> drain = idleSince.entrySet().stream()
                .filter(entry -> !draining.contains(entry.getKey()))
                .filter(entry -> !entry.getValue().plus(bounds.idle()).isAfter(now))
                .sorted(Map.Entry.comparingByValue())
                .limit(Math.max(0, staying - bounds.least()))
                .map(Map.Entry::getKey)
                .toList();
        draining.addAll(drain);
        return drain;
    }
}
