package dev.atelier.core.engine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which cluster to run on, and how much of it to take.
 *
 * @param master the cluster's address, as its engine writes it: {@code spark://127.0.0.1:7077}
 * @param minExecutors executors that are kept although there is nothing to do, 0 or more
 * @param initialExecutors executors that are asked for at once, before there is anything to do; from the least to the most
 * @param maxExecutors executors at most, 1 or more
 * @param executorCores batches that an executor does at once, 1 or more
 * @param executorMemory of an executor, in MiB
 * @param gpus of each executor
 * @param pods how executors are made where the cluster is Kubernetes; empty elsewhere
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
        Gpus gpus,
        Optional<Pods> pods,
        String classPath,
        Path folder) {

    /**
     * GPUs.
     *
     * @param each how many an executor has, 0 for none
     * @param perBatch how much of one a batch takes: 1, or a fraction of it, so that several batches share one
     */
    public record Gpus(int each, double perBatch) {
        public static final Gpus NONE = new Gpus(0, 1);

        /** Batches that share a GPU. */
        public int batchesOfEach() {
            return (int) Math.floor(1 / perBatch + 1e-9);
        }
    }

    /**
     * Pods of Kubernetes.
     *
     * @param image holds Atelier and Spark, as docs/cluster.md builds it
     * @param serviceAccount may make, watch and delete pods of the namespace
     * @param template a file with what else a pod needs; empty for nothing
     */
    public record Pods(String image, String namespace, String serviceAccount, Optional<Path> template) {}

    /** Batches that run at once when all executors are there. */
    public int slots() {
        return maxExecutors * executorSlots();
    }

    /** Batches that an executor does at once: each has a core, and its share of a GPU. */
    public int executorSlots() {
        return gpus.each() == 0 ? executorCores : Math.min(executorCores, gpus.each() * gpus.batchesOfEach());
    }

    /** Batches that a process opens a job for: those of an executor, or those of one of its GPUs. */
    public int slotsOpenedTogether() {
        return gpus.each() == 0 ? executorSlots() : Math.min(executorSlots(), gpus.batchesOfEach());
    }
}
