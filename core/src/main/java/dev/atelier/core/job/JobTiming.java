package dev.atelier.core.job;

import java.util.List;

/**
 * Where the time of a run went, in seconds.
 *
 * @param prepare until it was known how to score
 * @param plan until the batches were known
 * @param score until every batch was done
 * @param assemble until the result was in place
 * @param startUp from the beginning of scoring to the first item of the first batch: what executors take to come
 * @param batchSeconds sum of what each batch took of its slot
 * @param batches how many were done in this run
 * @param retries tries that failed and were made again
 * @param executors most that were there at once; 0 where this process did the batches
 * @param nodes what each node did; null in records of earlier versions
 */
public record JobTiming(
        double prepare,
        double plan,
        double score,
        double assemble,
        double startUp,
        double batchSeconds,
        int batches,
        int retries,
        int executors,
        List<Node> nodes) {
    public JobTiming {
        nodes = nodes == null ? List.of() : List.copyOf(nodes);
    }

    /**
     * What a node did.
     *
     * @param node its address; empty for the driver's own process
     * @param batchSeconds sum of what each batch took of its slot
     * @param itemsPerSecond by the time from its first batch's start to its last one's end
     */
    public record Node(String node, int batches, int items, double batchSeconds, double itemsPerSecond) {}
}
