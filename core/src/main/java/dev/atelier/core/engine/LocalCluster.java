package dev.atelier.core.engine;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A cluster of processes on this machine, for trying out. */
public interface LocalCluster {
    /**
     * What is known of it.
     *
     * @param master its address; empty if it does not run
     * @param workers the nodes that are there
     * @param applications the drivers that it works for
     * @param executorsWaiting executors that drivers want and no worker has room for, or not yet
     */
    record Status(String master, List<Node> workers, List<String> applications, int executorsWaiting) {
        /** Of none. */
        public static final Status NONE = new Status("", List.of(), List.of(), 0);

        public Status {
            workers = List.copyOf(workers);
            applications = List.copyOf(applications);
        }
    }

    /**
     * A node.
     *
     * @param state in the cluster's own words
     * @param coresUsed of {@code cores}
     * @param memoryUsed of {@code memory}, in MiB
     */
    record Node(String name, String state, int cores, int coresUsed, long memory, long memoryUsed) {}

    /**
     * What each worker lends.
     *
     * @param memory in MiB
     * @param gpus how many, 0 for none
     * @param gpuDiscovery a script that tells which, as Spark's discovery scripts do; empty for NVIDIA's own tool
     */
    record Lent(int cores, int memory, int gpus, Optional<Path> gpuDiscovery) {
        public Lent(int cores, int memory) {
            this(cores, memory, 0, Optional.empty());
        }
    }

    /**
     * Starts it, its workers 0 or more, and waits until it is there. If only its master has ended, starts that again: workers and jobs go on.
     *
     * @param port where the master listens
     * @throws dev.atelier.core.failure.InvalidRequestException if it runs already
     * @throws dev.atelier.core.failure.InfrastructureException if it does not come up
     */
    Status start(int port, int workers, Lent lent) throws InterruptedException;

    Status status();

    /**
     * What is known of another cluster.
     *
     * @param page address of its master's page: {@code http://HOST:8080}
     * @throws dev.atelier.core.failure.InfrastructureException if it does not answer
     */
    Status status(URI page);

    /**
     * Starts one more worker, which lends what the first ones do.
     *
     * @throws dev.atelier.core.failure.InvalidRequestException if no cluster runs here
     */
    void addWorker() throws InterruptedException;

    /**
     * Stops a worker once its executors have finished what they do.
     *
     * @param name as {@link #status} tells it
     * @throws dev.atelier.core.failure.InvalidRequestException if there is no such worker here
     */
    void drainWorker(String name) throws InterruptedException;

    /** Stops it, and whatever runs on it; nothing happens if it does not run. */
    void stop() throws InterruptedException;
}
