package dev.atelier.spark;

import dev.atelier.core.engine.BatchTask;
import dev.atelier.core.engine.ClusterOptions;
import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.engine.Work;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.Outcome;
import dev.atelier.testkit.EngineContract;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The engine with an executor in the same process. */
class SparkEngineTest extends EngineContract {
    private static final Map<String, BatchTask> TASKS = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    private final List<Engine> engines = new ArrayList<>();

    @AfterEach
    void closeEngines() {
        engines.forEach(Engine::close);
    }

    /** They wait at the executors already. */
    @Override
    protected int begunAhead() {
        return 8;
    }

    @Override
    protected Engine engine(int slots, int attempts) {
        var options = new ClusterOptions(
                "local[" + slots + "]", 0, 0, slots, 1, 512, ClusterOptions.Gpus.NONE, Optional.empty(), "", folder);
        var retry = new RetryPolicy(attempts, Duration.ofMillis(1), Duration.ofMillis(5));
        String name = folder.toString();
        var spark = new SparkEngine(
                new JavaSparkContext(SparkSettings.driver(options)),
                EventLog.begin(folder.resolve("events")),
                new Registered(name),
                options,
                retry,
                Clock.systemUTC(),
                new Random(1));
        engines.add(spark);
        return new Registering(spark, name);
    }

    /** Tasks of the contract cannot travel: they are looked up in the same process. */
    private record Registering(Engine engine, String name) implements Engine {
        @Override
        public int slots() {
            return engine.slots();
        }

        @Override
        public int executors() {
            return engine.executors();
        }

        @Override
        public void run(Work work) throws InterruptedException {
            TASKS.put(name, work.task());
            engine.run(work);
        }
    }

    private record Registered(String name) implements RemoteTasks {
        private static final long serialVersionUID = 1L;

        @Override
        public Opened open(JobId job, long token, Share share) {
            return new Opened() {
                @Override
                public Outcome run(Batch batch, Attempt attempt) throws InterruptedException {
                    return TASKS.get(name).run(batch, attempt);
                }

                @Override
                public void rehearse(Batch part) {}

                @Override
                public void close() {}
            };
        }
    }
}
