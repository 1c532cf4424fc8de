package dev.atelier.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.Json;
import dev.atelier.core.job.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong on a cluster of two nodes, each a worker with an address of its own, and its executors. Whatever it is, the result
 * of a job has the bytes it has without a cluster.
 */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class ClusterFaultsTest {
    private static final String SECOND = "127.0.0.2";

    @TempDir
    static Path folder;

    private static StandaloneCluster cluster;

    private final Queue<JobEvent> events = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void startTheCluster() throws Exception {
        cluster = new StandaloneCluster(folder.resolve("cluster"), List.of("127.0.0.1", SECOND));
        assertThat(cluster.start(0, 2, new LocalCluster.Lent(1, 600)).workers()).hasSize(2);
    }

    @AfterAll
    static void stopTheCluster() throws Exception {
        cluster.stop();
    }

    private static List<NodeProcess> processes() throws IOException {
        return Json.read(Files.readAllBytes(folder.resolve("cluster/cluster.json")), ClusterFolder.State.class)
                .processes();
    }

    private static Engine engine(RemoteTasks tasks) {
        var options = Options.of(cluster.status().master(), 0, 2, folder.resolve("cluster"));
        return new SparkEngineProvider()
                .open(
                        options,
                        tasks,
                        new RetryPolicy(4, Duration.ofMillis(200), Duration.ofSeconds(2)),
                        Clock.systemUTC(),
                        new Random(1));
    }

    /** Runs a job, and compares every byte of its result with what it is without a cluster. */
    private JobReport run(UnaryOperator<RemoteTasks> fault, int batchSize, int without) throws Exception {
        Path home = Files.createTempDirectory(folder, "home");
        var job = new WholeJob(home.toString(), folder.resolve("cache").toString());
        Path output = home.resolve("result.mp4");
        JobReport report;
        try (Engine engine = engine(fault.apply(job))) {
            report = job.run(batchSize, output, engine, events::add);
        }
        List<Integer> finished = of(JobEvent.BatchFinished.class).stream()
                .map(event -> event.outcome().batch())
                .sorted()
                .toList();
        assertThat(finished)
                .isEqualTo(
                        IntStream.range(0, WholeJob.batches(batchSize)).boxed().toList());
        assertThat(output).hasSameBinaryContentAs(job.undisturbed(batchSize, without));
        assertThat(report.itemsOut()).isEqualTo(WholeJob.FRAMES);
        return report;
    }

    private JobReport run(UnaryOperator<RemoteTasks> fault, int batchSize) throws Exception {
        return run(fault, batchSize, -1);
    }

    private <E extends JobEvent> List<E> of(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Which of a batch's tries was the one that counts. */
    private int attemptOf(int batch) {
        return of(JobEvent.BatchFinished.class).stream()
                .filter(event -> event.outcome().batch() == batch)
                .findFirst()
                .orElseThrow()
                .outcome()
                .attempt();
    }

    @Test
    void anItemThatCrashesNativeCodeIsFoundAndLeftOut() throws Exception {
        JobReport report = run(tasks -> Faulty.crashingAt(37, tasks), 10, 37);

        assertThat(report.failed()).extracting(Outcome.FailedItem::index).containsExactly(37);

        assertThat(of(JobEvent.Notice.class))
                .extracting(JobEvent.Notice::text)
                .anySatisfy(text -> assertThat(text).contains("batch 3 crashed").contains("[37]"));
        assertThat(of(JobEvent.BatchRetried.class))
                .filteredOn(retried -> retried.batch() == 3)
                .hasSize(2);
    }

    @Test
    void aNodeWhereEverythingFailsGetsNoMoreBatches() throws Exception {
        run(tasks -> Faulty.failingOn(SECOND, tasks), 6);

        assertThat(of(JobEvent.Excluded.class))
                .extracting(JobEvent.Excluded::reason)
                .contains(NodeHealth.FAILURES + " batches in a row failed there");
        // one executor after the other fails a few before it is excluded
        assertThat(of(JobEvent.BatchRetried.class)).hasSizeBetween(NodeHealth.FAILURES, 4 * NodeHealth.FAILURES);
    }

    @Test
    void aStragglerIsOvertakenByASecondTry() throws Exception {
        long start = System.nanoTime();
        run(tasks -> Faulty.slowAt(2, tasks), 9);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(100));
        assertThat(attemptOf(2)).isGreaterThan(1);
    }

    @Test
    void anExecutorOutOfMemoryCostsItsBatchATry() throws Exception {
        run(tasks -> Faulty.hungryAt(1, tasks), 24);

        assertThat(attemptOf(1)).isGreaterThan(1);
    }

    @Test
    void aHungExecutorIsGivenUp() throws Exception {
        // the other has far more left to do than the scheduler takes to miss its heartbeat
        disturb(300, 2, () -> signal("STOP", anExecutor()));

        assertThat(of(JobEvent.ExecutorRemoved.class)).isNotEmpty();
    }

    @Test
    void anExecutorThatIsToldToEndCostsItsBatchATry() throws Exception {
        disturb(300, 4, () -> signal("TERM", anExecutor()));

        assertThat(of(JobEvent.ExecutorRemoved.class)).isNotEmpty();
    }

    @Test
    void aWorkerThatIsDrainedFinishesWhatItDoes() throws Exception {
        disturb(300, 8, () -> signal("PWR", anExecutor()));

        assertThat(of(JobEvent.BatchRetried.class)).isEmpty();
    }

    @Test
    void aMasterKilledInMidJobGoesOnOnceItIsStartedAgain() throws Exception {
        disturb(300, 4, () -> {
            processes().get(0).handle().orElseThrow().destroyForcibly();
            while (processes().get(0).handle().isPresent()) {
                Thread.sleep(20);
            }
            assertThat(cluster.start(0, 2, new LocalCluster.Lent(1, 600)).workers())
                    .isNotEmpty();
        });

        awaitTrue(status -> status.workers().stream()
                        .filter(worker -> worker.state().equals("ALIVE"))
                        .count()
                == 2);
    }

    private static void awaitTrue(Predicate<LocalCluster.Status> condition) throws InterruptedException {
        for (int i = 0; i < 300 && !condition.test(cluster.status()); i++) {
            Thread.sleep(200);
        }
        assertThat(condition.test(cluster.status())).isTrue();
    }

    /** Something that is done to a cluster. */
    private interface Disturbance {
        void happen() throws Exception;
    }

    /** Runs a job, and does something once a few of its batches are done. */
    private void disturb(long millis, int batchSize, Disturbance disturbance) throws Exception {
        List<Throwable> failures = new ArrayList<>();
        Thread disturbing = new Thread(() -> {
            try {
                while (of(JobEvent.BatchFinished.class).size() < 4) {
                    Thread.sleep(20);
                }
                disturbance.happen();
            } catch (Exception | AssertionError e) {
                failures.add(e);
            }
        });
        disturbing.start();
        run(tasks -> Faulty.slowly(millis, tasks), batchSize);
        disturbing.join();
        assertThat(failures).isEmpty();
    }

    private static ProcessHandle anExecutor() throws IOException {
        return processes().stream()
                .filter(node -> node.name().startsWith("worker"))
                .flatMap(worker -> worker.handle().orElseThrow().children())
                .findFirst()
                .orElseThrow();
    }

    private static void signal(String signal, ProcessHandle process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
