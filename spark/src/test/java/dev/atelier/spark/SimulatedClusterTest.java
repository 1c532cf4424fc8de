package dev.atelier.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.planning.Division;
import dev.atelier.core.planning.Line;
import dev.atelier.core.planning.Scenario;
import dev.atelier.core.planning.Simulated;
import dev.atelier.core.planning.Simulation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the simulation says of small clusters is what a real one does. Batches sleep, so that other work disturbs little; yet
 * it compares times, which a busy machine spoils, and so runs only where it is asked for: {@code -Datelier.simulated=true}.
 */
@EnabledIfSystemProperty(named = "atelier.simulated", matches = "true")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SimulatedClusterTest {
    private static final int BATCHES = 24;
    private static final int SECONDS = 2;

    @TempDir
    static Path folder;

    private static StandaloneCluster cluster;
    private static String master;

    /** What a batch costs beside its sleep: it is measured here, since other work on the machine decides on it. */
    private static double perBatch;

    @BeforeAll
    static void startACluster() throws Exception {
        cluster = new StandaloneCluster(folder.resolve("cluster"));
        master = cluster.start(0, 2, new LocalCluster.Lent(1, 600)).master();
        perBatch = real(1, new Sleeping(500), new AtomicInteger()) / BATCHES - 0.5;
        System.out.printf("a batch costs %.3f s beside its sleep%n", perBatch);
    }

    @AfterAll
    static void stopIt() throws Exception {
        cluster.stop();
    }

    /** Sleeps that may end early, and then with a failure that may pass: the same tries fail every time. */
    private record Failing(long millis, double rate) implements RemoteTasks {
        private static final long serialVersionUID = 1L;

        @Override
        public Opened open(JobId job, long token, Share share) throws InterruptedException {
            Opened sleeping = new Sleeping(millis).open(job, token, share);
            return new Opened() {
                @Override
                public Outcome run(Batch batch, Attempt attempt) throws InterruptedException {
                    var random = new Random(31L * batch.number() + attempt.number());
                    random.nextInt();
                    if (random.nextDouble() < rate) {
                        Thread.sleep((long) (millis * random.nextDouble()));
                        throw new TransientException("a failure for the test");
                    }
                    return sleeping.run(batch, attempt);
                }

                @Override
                public void rehearse(Batch part) {}

                @Override
                public void close() {}
            };
        }
    }

    private static Engine engine(int executors, RemoteTasks tasks) {
        var options = Options.of(master, executors, executors, folder.resolve("cluster"));
        return new SparkEngineProvider().open(options, tasks, RetryPolicy.DEFAULT, Clock.systemUTC(), new Random(1));
    }

    /** Seconds of a round on executors that are there already. */
    private static double real(int executors, RemoteTasks tasks, AtomicInteger retries) throws InterruptedException {
        try (Engine engine = engine(executors, tasks)) {
            Sleeping.awaitExecutors(engine, executors, 2 * executors);
            long start = System.nanoTime();
            engine.run(Sleeping.work(BATCHES, event -> {
                if (event instanceof JobEvent.BatchRetried) {
                    retries.incrementAndGet();
                }
            }));
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static Scenario scenario(int executors, double failureRate) {
        return new Scenario(
                executors,
                executors,
                executors,
                1,
                2 * executors,
                0,
                10,
                0,
                0,
                new Line(perBatch + SECONDS, 0),
                0,
                0,
                1,
                0,
                failureRate,
                0);
    }

    private static double simulated(Scenario scenario) {
        return LongStream.range(0, 200)
                .mapToObj(seed -> new Simulation(scenario, RetryPolicy.DEFAULT, new Random(seed))
                        .run(Division.ofItems(BATCHES, 1, List::of)))
                .filter(run -> !run.failed())
                .mapToDouble(Simulated::seconds)
                .average()
                .orElseThrow();
    }

    private static double ratio(int executors, RemoteTasks tasks, Scenario scenario, AtomicInteger retries)
            throws InterruptedException {
        double real = real(executors, tasks, retries);
        double simulated = simulated(scenario);
        System.out.printf(
                "%d executors, failure rate %.2f: real %.2f s, simulated %.2f s, ratio %.3f, %d retries%n",
                executors, scenario.failureRate(), real, simulated, real / simulated, retries.get());
        return real / simulated;
    }

    @Test
    void oneAndTwoExecutorsTakeAsLongAsSimulated() throws Exception {
        for (int executors = 1; executors <= 2; executors++) {
            assertThat(ratio(executors, new Sleeping(1000 * SECONDS), scenario(executors, 0), new AtomicInteger()))
                    .isCloseTo(1, within(0.15));
        }
    }

    @Test
    void batchesThatFailAreTriedAgainAsSimulated() throws Exception {
        var retries = new AtomicInteger();
        double ratio = ratio(2, new Failing(1000 * SECONDS, 0.2), scenario(2, 0.2), retries);
        assertThat(retries).hasPositiveValue();
        assertThat(ratio).isCloseTo(1, within(0.25));
    }
}
