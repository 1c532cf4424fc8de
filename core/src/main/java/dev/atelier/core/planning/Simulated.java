package dev.atelier.core.planning;

/**
 * What a simulated run gave.
 *
 * @param seconds until the result, or until the run failed
 * @param nodeSeconds from asking for each node until it was gone
 * @param batches that were done
 * @param items of these
 * @param tries of batches in all
 * @param failures of these
 * @param evicted nodes that were taken away
 * @param mostNodes that were there at once
 * @param failed whether a batch failed more often than it may, and the run with it
 */
public record Simulated(
        double seconds,
        double nodeSeconds,
        int batches,
        long items,
        long tries,
        long failures,
        int evicted,
        int mostNodes,
        boolean failed) {}
