package dev.atelier.core.engine;

import java.nio.file.Path;

/**
 * Which cluster to run on, and how much of it to take.
 *
 * @param master the cluster's address, as its engine writes it: {@code spark://127.0.0.1:7077}
 * @param minExecutors executors that are kept although there is nothing to do, 0 or more
 * @param initialExecutors executors that are asked for at once, before there is anything to do; from the least to the most
 * @param maxExecutors executors at most, 1 or more
 * @param executorCores batches that an executor does at once, 1 or more
 * @param executorMemory of an executor, in MiB
 * @param classPath what executors need beside the engine's own JARs, as the nodes see it
 * @param folder of the driver: where the cluster's secret is, and where logs go
 */
public record ClusterOptions(
        String master,
        int minExecutors,
        int initialExecutors,
        int maxExecutors,
        int executorCores,
        int executorMemory,
        String classPath,
        Path folder) {

    /** Batches that run at once when all executors are there. */
    public int slots() {
        return maxExecutors * executorCores;
    }
}
