package dev.atelier.core.engine;

import java.util.List;

/** A cluster of processes on this machine, for trying out. */
public interface LocalCluster {
    /**
     * What is known of it.
     *
     * @param master its address; empty if it does not run
     * @param workers the nodes that are there
     * @param applications the drivers that it works for
     */
    record Status(String master, List<Node> workers, List<String> applications) {
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
     * Starts it and waits until it is there.
     *
     * @param port where the master listens
     * @param cores of each worker
     * @param memory of each worker, in MiB
     * @throws dev.atelier.core.failure.InvalidRequestException if it runs already
     * @throws dev.atelier.core.failure.InfrastructureException if it does not come up
     */
    Status start(int port, int workers, int cores, int memory) throws InterruptedException;

    Status status();

    /** Stops it, and whatever runs on it; nothing happens if it does not run. */
    void stop() throws InterruptedException;
}
