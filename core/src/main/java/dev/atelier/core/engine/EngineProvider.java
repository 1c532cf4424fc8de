package dev.atelier.core.engine;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.random.RandomGenerator;

/**
 * Makes an engine that runs batches on other machines. Found by {@link ServiceLoader}, so that only who asks for one
 * has its many JARs on the class path.
 */
public interface EngineProvider {
    /** What users call it. */
    String name();

    /**
     * Connects to a cluster.
     *
     * @param tasks what opens a job there
     * @throws dev.atelier.core.failure.InvalidRequestException if the options do not fit the cluster
     * @throws dev.atelier.core.failure.InfrastructureException if it cannot be reached
     */
    Engine open(ClusterOptions options, RemoteTasks tasks, RetryPolicy retry, Clock clock, RandomGenerator random);

    /**
     * The cluster of this machine.
     *
     * @param folder where it keeps its secret, its state and its logs
     */
    LocalCluster localCluster(Path folder);

    /** The provider of a name; empty if it is not on the class path. */
    static Optional<EngineProvider> find(String name) {
        return ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(name))
                .findFirst();
    }
}
