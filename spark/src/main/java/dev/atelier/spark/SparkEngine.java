package dev.atelier.spark;

import dev.atelier.core.engine.ClusterOptions;
import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.engine.Work;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobListener;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs batches on the executors of a Spark application: a Spark job of one task for each try of a batch, so that what
 * happens to one leaves the others alone. A thread of the driver waits for each; tries, pauses and ends are those of
 * {@link InProcessEngine}.
 */
final class SparkEngine implements Engine {
    /** As many again as can run wait at Spark's scheduler, so that no slot waits for the driver. */
    private static final int WINDOW = 2;

    private final JavaSparkContext spark;
    private final EventLog log;
    private final RemoteTasks tasks;
    private final ClusterOptions options;
    private final RetryPolicy retry;
    private final Clock clock;
    private final RandomGenerator random;
    private final SparkExecutors executors = new SparkExecutors();
    private final NodeHealth health;

    SparkEngine(
            JavaSparkContext spark,
            EventLog log,
            RemoteTasks tasks,
            ClusterOptions options,
            RetryPolicy retry,
            Clock clock,
            RandomGenerator random) {
        this.spark = spark;
        this.log = log;
        this.tasks = tasks;
        this.options = options;
        this.retry = retry;
        this.clock = clock;
        this.random = random;
        spark.sc().addSparkListener(executors);
        this.health = new NodeHealth(spark.sc());
    }

    @Override
    public int slots() {
        return options.slots();
    }

    @Override
    public int executors() {
        return options.maxExecutors();
    }

    @Override
    public void run(Work work) throws InterruptedException {
        // a batch begins when Spark begins it, not when it is given to Spark
        JobListener listener = event -> {
            if (!(event instanceof JobEvent.BatchStarted)) {
                work.listener().on(event);
            }
        };
        executors.begin(work.job(), work.listener());
        try (var tries = new SparkTries(spark, tasks, work, options, clock);
                var task = new SparkTask(tries, work, health)) {
            new InProcessEngine(WINDOW * slots(), retry, clock, random)
                    .run(new Work(work.job(), work.token(), work.batches(), task, listener, work.stop()));
        } finally {
            executors.end();
        }
    }

    @Override
    public Optional<Path> log() {
        return log.copy();
    }

    @Override
    public void close() {
        String application = spark.sc().applicationId();
        spark.stop();
        log.close();
        OpenedTasks.OF_THIS_PROCESS.close(application);
    }
}
