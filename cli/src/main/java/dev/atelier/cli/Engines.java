package dev.atelier.cli;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.EngineProvider;
import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.failure.InvalidRequestException;
import java.util.random.RandomGenerator;

/** Makes the engine that a user asks for. */
record Engines(Wiring wiring) {
    private static final String SPARK = "spark";

    /** @param plannedExecutors executors that were chosen for the job; 0 if there is no plan */
    Engine open(RunArguments run, int plannedExecutors) {
        RandomGenerator random = RandomGenerator.getDefault();
        if (run.cluster.engine.equals(ClusterArguments.LOCAL)) {
            int slots = run.jobs != null ? Math.max(1, run.jobs) : slotsHere();
            return new InProcessEngine(slots, RetryPolicy.DEFAULT, wiring.clock(), random);
        }
        EngineProvider provider = provider(run.cluster.engine);
        String here = run.cluster.master != null ? "" : cluster().status().master();
        var options = run.cluster.options(here, wiring.home(), plannedExecutors);
        var tasks = new NodeTasks(wiring.home().folder().toString(), wiring.limits());
        return provider.open(options, tasks, RetryPolicy.DEFAULT, wiring.clock(), random);
    }

    /** Batches at once in this process, unless told otherwise. */
    int slotsHere() {
        return Math.max(2, wiring.cores() / 2);
    }

    /** The cluster of this machine. */
    LocalCluster cluster() {
        return provider(SPARK).localCluster(wiring.home().cluster());
    }

    private static EngineProvider provider(String name) {
        if (!name.equals(SPARK)) {
            throw new InvalidRequestException("--engine is " + name + "; expected local or spark");
        }
        return EngineProvider.find(name)
                .orElseThrow(() -> new InvalidRequestException("the engine " + name
                        + " is not on the class path of this process; start it with ./atelier, which adds it"));
    }
}
