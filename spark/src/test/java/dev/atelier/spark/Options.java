package dev.atelier.spark;

import dev.atelier.core.engine.ClusterOptions;
import java.nio.file.Path;
import java.util.Optional;

/** What tests ask of clusters: executors as small as Spark allows. */
final class Options {
    private static final int MEMORY = 512;

    private Options() {}

    /**
     * Executors of one core.
     *
     * @param executors at first, and the least of them
     * @param folder of the cluster
     */
    static ClusterOptions of(String master, int executors, int most, Path folder) {
        return of(master, executors, most, 1, MEMORY, ClusterOptions.Gpus.NONE, Optional.empty(), folder);
    }

    static ClusterOptions of(
            String master,
            int executors,
            int most,
            int cores,
            int memory,
            ClusterOptions.Gpus gpus,
            Optional<ClusterOptions.Pods> pods,
            Path folder) {
        return new ClusterOptions(
                master,
                executors,
                executors,
                most,
                cores,
                memory,
                gpus,
                pods,
                System.getProperty("java.class.path"),
                folder);
    }
}
