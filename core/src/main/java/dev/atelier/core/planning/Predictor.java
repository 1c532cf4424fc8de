package dev.atelier.core.planning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Predicts a job's time and cost in closed form: batches of equal length on slots that come when their nodes do, longer by
 * what failures and evictions are expected to waste. {@link Simulation} answers the same question without these means.
 */
public record Predictor(Workload work, Costs costs, ClusterTerms terms) {
    private static final double HOUR = 3600;

    /** Spark asks for more nodes after this, and then again and again, each time for twice as many. */
    static final double BACKLOG_SECONDS = 1;

    /** A shorter time is worth this part more of it, for the larger batches' fewer records. */
    private static final double TIE = 0.01;

    /** The sizes of batches to consider, in units, the smallest first. */
    public List<Integer> sizes() {
        if (work.settled()) {
            return List.of(1);
        }
        int most = Math.min(work.units(), BatchSizing.MOST_IMAGES);
        List<Integer> sizes = new ArrayList<>();
        for (int size = 1; size <= most; size = Math.max(size + 1, (int) Math.round(size * 1.5))) {
            sizes.add(size);
        }
        return sizes;
    }

    /** The numbers of nodes to consider: all up to eight, then each about a fifth more, and the most. */
    public List<Integer> nodes() {
        List<Integer> nodes = new ArrayList<>();
        for (int count = 1; count < terms.most(); count = Math.max(count + 1, (int) Math.round(count * 1.2))) {
            nodes.add(count);
        }
        nodes.add(terms.most());
        return nodes;
    }

    /** The prediction for a number of nodes with the best size of batches. */
    public Prediction best(int nodes) {
        List<Prediction> all = bySize(nodes);
        double least = all.stream().mapToDouble(Prediction::seconds).min().orElseThrow();
        return all.stream()
                .filter(each -> each.seconds() <= least * (1 + TIE))
                .min(Comparator.comparingInt(Prediction::batches))
                .orElseThrow();
    }

    /** The predictions for a number of nodes, by the size of batches. */
    public List<Prediction> bySize(int nodes) {
        return sizes().stream().map(size -> on(nodes, size)).toList();
    }

    /**
     * The prediction for nodes that are asked for when the job starts.
     *
     * @param unitsPerBatch see {@link #sizes()}
     */
    public Prediction on(int nodes, int unitsPerBatch) {
        int batches = batches(unitsPerBatch);
        double items = itemsPerBatch(unitsPerBatch);
        double batch = batchSeconds(items) * waste(batchSeconds(items));
        double prepared = costs.prepare().of(work.items());
        boolean kept = prepared <= terms.startUp() + terms.idle();
        double[] ready = kept ? readyTogether(nodes, prepared) : readyOneAfterTheOther(nodes, prepared);
        double scored = lastEnd(ready, batches, batch);
        double seconds = scored + costs.assemble().of(work.items());
        // a node is paid for from when it is asked for until it has been idle for its time
        double held = nodes * (scored + terms.idle());
        if (!kept) {
            for (double each : ready) {
                held += terms.startUp() + terms.idle() - (each - startUp());
            }
        }
        double hours = held / HOUR;
        return new Prediction(nodes, (int) Math.round(items), batches, scored, seconds, hours, hours * terms.price());
    }

    /** Seconds from the start to the result on nodes that are there already, and warm. */
    public double secondsWarm(int nodes, int itemsPerBatch) {
        int units = new BatchSizing(work.units(), work.items(), 1).unitsFor(itemsPerBatch);
        var there = new ClusterTerms(
                terms.most(),
                terms.slots(),
                0,
                terms.perBatch(),
                Double.MAX_VALUE,
                terms.price(),
                terms.failureRate(),
                terms.evictions(),
                terms.bandwidth());
        var known = new Costs(
                costs.prepare(), costs.batch(), costs.assemble(), 0, costs.bytesOut(), costs.basis(), costs.measured());
        var read = new Workload(work.items(), work.units(), work.settled(), 0, work.bytesIn());
        return new Predictor(read, known, there).on(nodes, units).seconds();
    }

    /**
     * The prediction for the process that drives the job.
     *
     * @param cores that it scores on
     * @param slots batches at once; together they use all cores, whatever their number
     */
    public Prediction here(int cores, int slots) {
        int units = units(slots);
        int batches = batches(units);
        double scoring = batches * costs.batch().fixed() / Math.min(slots, batches)
                + costs.batch().each() * work.items() / cores;
        double scored = costs.prepare().of(work.items()) + costs.warmUp() + scoring / (1 - terms.failureRate());
        return new Prediction(
                0,
                (int) Math.round(itemsPerBatch(units)),
                batches,
                scored,
                scored + costs.assemble().of(work.items()),
                0,
                0);
    }

    private int units(int slots) {
        var sizing = new BatchSizing(work.units(), work.items(), slots);
        return sizing.isOpen() && !work.settled()
                ? sizing.choose(costs.batch().fixed(), costs.batch().each())
                : 1;
    }

    private int batches(int unitsPerBatch) {
        return (work.units() + unitsPerBatch - 1) / unitsPerBatch;
    }

    private double itemsPerBatch(int unitsPerBatch) {
        return Math.min(work.items(), (double) work.items() * unitsPerBatch / work.units());
    }

    /** What an undisturbed batch takes of its slot. */
    double batchSeconds(double items) {
        double transfer = items * (work.bytesIn() + costs.bytesOut()) / terms.bandwidth();
        return terms.perBatch() + costs.batch().of(items) + transfer;
    }

    /**
     * What a batch takes on average, over what it takes undisturbed. A try that fails does so half-way on average; an
     * eviction costs half a batch of each slot, and what a new node takes to come.
     */
    private double waste(double batch) {
        double rate = terms.failureRate();
        double failures = 1 + rate / (1 - rate) / 2;
        double evictions = 1 + terms.evictions() / HOUR * (batch / 2 + startUp());
        return failures * evictions;
    }

    /** From asking for a node until it scores as it then goes on to. */
    double startUp() {
        return terms.startUp() + costs.warmUp() + work.bytesOnce() / terms.bandwidth();
    }

    /** When nodes are ready that were all asked for when the job started, and wait for its batches. */
    private double[] readyTogether(int nodes, double prepared) {
        double[] ready = new double[nodes];
        Arrays.fill(ready, Math.max(prepared, terms.startUp()) + startUp() - terms.startUp());
        return ready;
    }

    /** When nodes are ready that had gone before there were batches, and were asked for anew, ever more at once. */
    private double[] readyOneAfterTheOther(int nodes, double prepared) {
        double[] ready = new double[nodes];
        double asked = prepared + BACKLOG_SECONDS;
        for (int i = 0, step = 1; i < nodes; i += step, step *= 2, asked += BACKLOG_SECONDS) {
            Arrays.fill(ready, i, Math.min(nodes, i + step), asked + startUp());
        }
        return ready;
    }

    /** When the last of equal batches ends, each done by the slot that is free first. */
    private double lastEnd(double[] ready, int batches, double batch) {
        double low = ready[0];
        double high = ready[ready.length - 1] + batch * (1.0 + batches);
        for (int i = 0; i < 100 && high - low > 1e-6; i++) {
            double middle = (low + high) / 2;
            long done = 0;
            for (double each : ready) {
                done += terms.slots() * (long) Math.floor(Math.max(0, middle - each) / batch);
            }
            if (done >= batches) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
