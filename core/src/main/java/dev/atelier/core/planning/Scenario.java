package dev.atelier.core.planning;

/**
 * The conditions of a simulated run, times in seconds.
 *
 * @param least nodes that are kept although there is nothing to do
 * @param initial nodes that are asked for at once
 * @param most nodes at once
 * @param slots batches that a node does at once
 * @param window batches that may have been handed out at once, those that wait for a slot or for another try among them
 * @param startUp from asking for a node until it does batches
 * @param idle after which a node that does nothing is given back
 * @param prepare before there are batches
 * @param assemble after the last batch
 * @param batch what a batch takes of its slot, by its items
 * @param spread standard deviation of start-ups and batches, as a part of them
 * @param stragglers part of all tries that take longer
 * @param slowness how many times as long these take
 * @param dispatch the driver's own time for a batch: batches begin no faster than one in this time
 * @param failureRate part of all tries that fail, at any moment of their time
 * @param evictions of a node in an hour on average
 */
public record Scenario(
        int least,
        int initial,
        int most,
        int slots,
        int window,
        double startUp,
        double idle,
        double prepare,
        double assemble,
        Line batch,
        double spread,
        double stragglers,
        double slowness,
        double dispatch,
        double failureRate,
        double evictions) {
    public Scenario {
        if (most < 1 || slots < 1 || window < 1 || initial > most || least > initial) {
            throw new IllegalArgumentException(
                    "a run needs nodes with slots, and those it begins with from the least to" + " the most: " + least
                            + ", " + initial + ", " + most + " nodes of " + slots + " slots");
        }
        if (!(failureRate < 1)) {
            throw new IllegalArgumentException("what always fails is never done: " + failureRate);
        }
    }

    /** The conditions that a predictor goes by, on a number of nodes that are asked for at the start. */
    public static Scenario of(Predictor predictor, int nodes) {
        ClusterTerms terms = predictor.terms();
        Costs costs = predictor.costs();
        Workload work = predictor.work();
        Line batch = new Line(
                terms.perBatch() + costs.batch().fixed(),
                costs.batch().each() + (work.bytesIn() + costs.bytesOut()) / terms.bandwidth());
        return new Scenario(
                0,
                nodes,
                nodes,
                terms.slots(),
                2 * nodes * terms.slots(),
                predictor.startUp(),
                terms.idle(),
                costs.prepare().of(work.items()),
                costs.assemble().of(work.items()),
                batch,
                0,
                0,
                1,
                0,
                terms.failureRate(),
                terms.evictions());
    }
}
