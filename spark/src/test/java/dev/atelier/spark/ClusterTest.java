package dev.atelier.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on a real cluster: a master, two workers, executors and drivers, each a process of its own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClusterTest {
    private static final Pattern BATCH = Pattern.compile("\"batch\":(\\d+)");

    @TempDir
    static Path folder;

    private static Path home;
    private static Path expected;
    private static int batches;

    @BeforeAll
    static void startAClusterAndRunTheJobWithoutIt() throws Exception {
        home = folder.resolve("home");
        expected = folder.resolve("expected.mp4");
        batches = CommandProcess.finished(CommandProcess.run(folder.resolve("other-home"), job(expected)))
                .size();
        String started = CommandProcess.run(home, "cluster", "start", "--port", "0", "--memory", "600");
        assertThat(started).contains("master spark://127.0.0.1:").contains("0 of 1 cores");
    }

    @AfterAll
    static void stopTheCluster() throws Exception {
        List<NodeProcess> processes = state().processes();
        CommandProcess.run(home, "cluster", "stop");
        assertThat(processes).allSatisfy(process -> assertThat(process.handle()).isEmpty());
        assertThat(CommandProcess.run(home, "cluster", "status")).startsWith("no cluster runs here");
    }

    private static String[] job(Path output, String... more) {
        List<String> job = List.of(
                "score",
                WholeJob.CLIP.toString(),
                "--model",
                "identity",
                "--size",
                "180p",
                "--batch-size",
                "6",
                "--json",
                "-o",
                output.toString());
        return Stream.concat(job.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private static CommandProcess startOnCluster(Path output) throws IOException {
        return CommandProcess.start(home, job(output, "--engine", "spark", "--executor-memory", "512"));
    }

    private static ClusterFolder.State state() throws IOException {
        return Json.read(Files.readAllBytes(home.resolve("cluster/cluster.json")), ClusterFolder.State.class);
    }

    private static void assertSameResultEveryBatchOnce(CommandProcess process, Path output) throws Exception {
        String events = process.await();
        assertThat(output).hasSameBinaryContentAs(expected);
        assertThat(numbers(CommandProcess.finished(events))).hasSize(batches).doesNotHaveDuplicates();
    }

    /** Of the batches that events tell of. */
    private static List<String> numbers(List<String> events) {
        return events.stream()
                .map(BATCH::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    /** Spark's, as it is kept with the only job so far. */
    private static String eventLog() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            Path log = files.filter(file -> file.endsWith("00000001-spark-events.jsonl.gz"))
                    .findFirst()
                    .orElseThrow();
            try (InputStream in = new GZIPInputStream(Files.newInputStream(log))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    private static ProcessHandle anExecutor() throws IOException {
        return state().processes().stream()
                .filter(node -> node.name().startsWith("worker"))
                .flatMap(worker -> worker.handle().stream().flatMap(ProcessHandle::children))
                .findFirst()
                .orElseThrow();
    }

    private static void signal(String signal, ProcessHandle process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    @Order(1)
    void aJobGivesTheSameBytesAsWithoutACluster() throws Exception {
        Path output = folder.resolve("undisturbed.mp4");
        CommandProcess process = startOnCluster(output);
        assertSameResultEveryBatchOnce(process, output);
        String secret = Files.readString(home.resolve("cluster/secret"));
        assertThat(eventLog())
                .contains("SparkListenerExecutorAdded")
                .contains("SparkListenerTaskEnd")
                .doesNotContain(secret);
        String events = Files.readString(process.out());
        assertThat(events)
                .contains("{\"event\":\"ExecutorAdded\"")
                .contains("\"place\":{\"node\":\"127.0.0.1\",\"executor\":\"0\"}")
                .containsPattern("\"nodes\":\\[\\{\"node\":\"127.0.0.1\",\"batches\":" + batches + ",\"items\":144,");
    }

    @Test
    @Order(2)
    void anExecutorKilledInMidJobChangesNothing() throws Exception {
        Path output = folder.resolve("executor-killed.mp4");
        CommandProcess process = startOnCluster(output);
        process.awaitFinished(3);
        anExecutor().destroyForcibly();
        assertSameResultEveryBatchOnce(process, output);
        assertThat(Files.readString(process.out())).contains("{\"event\":\"ExecutorRemoved\"");
    }

    @Test
    @Order(2)
    void anExecutorThatHangsInMidJobChangesNothing() throws Exception {
        Path output = folder.resolve("executor-hung.mp4");
        CommandProcess process = startOnCluster(output);
        process.awaitFinished(3);
        signal("STOP", anExecutor());
        assertSameResultEveryBatchOnce(process, output);
    }

    @Test
    @Order(2)
    void anExecutorThatIsDrainedInMidJobChangesNothing() throws Exception {
        Path output = folder.resolve("executor-drained.mp4");
        CommandProcess process = startOnCluster(output);
        process.awaitFinished(3);
        signal("PWR", anExecutor());
        assertSameResultEveryBatchOnce(process, output);
    }

    @Test
    @Order(2)
    void aMasterKilledInMidJobChangesNothing() throws Exception {
        Path output = folder.resolve("master-killed.mp4");
        CommandProcess process = startOnCluster(output);
        process.awaitFinished(3);
        ProcessHandle master = state().processes().get(0).handle().orElseThrow();
        master.destroyForcibly();
        master.onExit().get(10, TimeUnit.SECONDS);
        CommandProcess.run(home, "cluster", "start");
        assertSameResultEveryBatchOnce(process, output);
    }

    @Test
    @Order(2)
    void aDriverKilledInMidJobIsResumedByTheSameCommand() throws Exception {
        Path output = folder.resolve("driver-killed.mp4");
        CommandProcess killed = startOnCluster(output);
        killed.awaitFinished(3);
        killed.process().destroyForcibly().waitFor();
        List<String> before = CommandProcess.finished(Files.readString(killed.out()));
        CommandProcess process = startOnCluster(output);
        process.await();
        assertThat(output).hasSameBinaryContentAs(expected);
        // recorded by an executor when its driver was dead already: done, and told by nobody
        assertThat(numbers(before)).doesNotContainAnyElementsOf(numbers(CommandProcess.finished(process.await())));
    }

    @Test
    @Order(3)
    void executorsComeWhereThereIsWorkAndGoWhereThereIsNone() throws Exception {
        var cluster = new StandaloneCluster(home.resolve("cluster"));
        var options = Options.of(cluster.status().master(), 0, 2, home.resolve("cluster"));
        var random = new Random(1);
        Queue<JobEvent> events = new ConcurrentLinkedQueue<>();
        try (Engine engine = new SparkEngineProvider()
                .open(options, new Sleeping(500), RetryPolicy.DEFAULT, Clock.systemUTC(), random)) {
            for (int round = 0; round < 2; round++) {
                assertThat(coresUsed(cluster)).isZero();
                engine.run(Sleeping.work(16, events::add));
                assertThat(coresUsed(cluster)).isPositive();
                awaitNoExecutors(cluster);
            }
        }
        assertThat(events.stream()
                        .filter(JobEvent.BatchFinished.class::isInstance)
                        .count())
                .isEqualTo(32);
        assertThat(events.stream()
                        .filter(JobEvent.ExecutorAdded.class::isInstance)
                        .count())
                .isEqualTo(4);
    }

    private static int coresUsed(StandaloneCluster cluster) {
        return cluster.status().workers().stream()
                .mapToInt(LocalCluster.Node::coresUsed)
                .sum();
    }

    private static void awaitNoExecutors(StandaloneCluster cluster) throws InterruptedException {
        for (int i = 0; i < 300 && coresUsed(cluster) > 0; i++) {
            Thread.sleep(200);
        }
    }

    @Test
    @Order(4)
    void theSecretIsInNoCommandLineAndOnlyItsOwnerReadsIt() throws Exception {
        Path file = home.resolve("cluster/secret");
        String secret = Files.readString(file);
        assertThat(secret).hasSizeGreaterThanOrEqualTo(64);
        for (Path secretly : List.of(file, home.resolve("cluster/spark.properties"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secretly)))
                    .isEqualTo("rw-------");
        }
        for (NodeProcess node : state().processes()) {
            assertThat(Files.readString(Path.of("/proc", Long.toString(node.pid()), "cmdline")))
                    .doesNotContain(secret);
        }
    }

    @Test
    @Order(5)
    void aWorkerKilledInMidJobChangesNothing() throws Exception {
        Path output = folder.resolve("worker-killed.mp4");
        CommandProcess process = startOnCluster(output);
        process.awaitFinished(3);
        NodeProcess worker = state().processes().get(1);
        worker.handle().orElseThrow().destroyForcibly();
        assertSameResultEveryBatchOnce(process, output);
    }

    @Test
    @Order(6)
    void workersComeWhileExecutorsWaitAndGoWhenTheyDoNothing() throws Exception {
        var cluster = new StandaloneCluster(home.resolve("cluster"));
        List<String> names =
                cluster.status().workers().stream().map(LocalCluster.Node::name).toList();
        for (String name : names.subList(1, names.size())) {
            cluster.drainWorker(name);
        }
        for (int i = 0; i < 400 && alive(cluster) > 1; i++) {
            Thread.sleep(200);
        }
        CommandProcess scale = CommandProcess.start(
                home, "cluster", "scale", "--min-workers", "1", "--max-workers", "2", "--idle", "5");
        Path output = folder.resolve("scaled.mp4");
        assertSameResultEveryBatchOnce(startOnCluster(output), output);
        for (int i = 0; i < 300 && !Files.readString(scale.out()).contains("giving back"); i++) {
            Thread.sleep(200);
        }
        scale.process().destroy();
        assertThat(scale.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(scale.out()))
                .containsPattern("adding a machine: \\d executors? waits?")
                .containsPattern("giving back 127.0.0.1:\\d+, which does nothing")
                .doesNotContain("failed");
        assertThat(alive(cluster)).isEqualTo(1);
    }

    private static long alive(StandaloneCluster cluster) {
        return cluster.status().workers().stream()
                .filter(worker -> worker.state().equals("ALIVE"))
                .count();
    }
}
