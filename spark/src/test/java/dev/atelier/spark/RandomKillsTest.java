package dev.atelier.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.job.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several jobs in a row, and {@code kill -9} at random moments of executors, workers, drivers and the master: three times, or as
 * often as {@code -Datelier.cluster.kills} says.
 */
class RandomKillsTest {
    private static final int KILLS = Integer.getInteger("atelier.cluster.kills", 3);
    private static final long SEED = Long.getLong("atelier.cluster.seed", 1);
    private static final int MOST_KILLS_A_JOB = 8;
    private static final int MOST_MILLIS_BETWEEN = 1000;
    private static final int SLOTS = 2;
    private static final Pattern BATCH = Pattern.compile("\"batch\":(\\d+)");

    @TempDir
    static Path folder;

    private static StandaloneCluster cluster;

    private final Random random = new Random(SEED);
    private final Map<Integer, Path> undisturbed = new HashMap<>();
    private int kills;

    @BeforeAll
    static void start() throws Exception {
        cluster = new StandaloneCluster(home().resolve("cluster"), List.of("127.0.0.1", "127.0.0.2"));
        cluster.start(0, SLOTS, new LocalCluster.Lent(1, 600));
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.stop();
    }

    private static Path home() {
        return folder.resolve("home");
    }

    private static String[] job(Path output, int batchSize, String... more) {
        List<String> job = List.of(
                "score",
                WholeJob.CLIP.toString(),
                "--model",
                "identity",
                "--size",
                "180p",
                "--batch-size",
                Integer.toString(batchSize),
                "--json",
                "-o",
                output.toString());
        return Stream.concat(job.stream(), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void nothingIsLostOrDoubledAndOnlyWhatWasUnderWayIsDoneAgain() throws Exception {
        for (int number = 0; kills < KILLS; number++) {
            int batchSize = 3 + random.nextInt(6);
            Path expected = undisturbed(batchSize);
            Path output = folder.resolve("job-" + number + ".mp4");
            int costs = 0;
            List<String> events = new ArrayList<>();
            CommandProcess driver = begin(output, batchSize);
            int before = kills;
            while (driver.process().isAlive() && kills < KILLS && kills - before < MOST_KILLS_A_JOB) {
                // a job that has only begun has nothing to lose yet
                awaitOneMore(driver);
                if (driver.process().waitFor(random.nextInt(MOST_MILLIS_BETWEEN), TimeUnit.MILLISECONDS)) {
                    break;
                }
                Victim victim = Victim.values()[random.nextInt(Victim.values().length)];
                if (kill(victim, driver)) {
                    kills++;
                    costs += victim.batchesUnderWay;
                }
                if (victim == Victim.DRIVER) {
                    events.addAll(lines(driver));
                    driver = begin(output, batchSize);
                }
            }
            driver.await();
            events.addAll(lines(driver));
            Files.deleteIfExists(driver.out());

            assertThat(output).hasSameBinaryContentAs(expected);
            List<String> finished = numbers(events, "BatchFinished");
            int batches = WholeJob.batches(batchSize);
            assertThat(finished).doesNotHaveDuplicates().hasSizeBetween(batches - costs, batches);
            assertThat(numbers(events, "BatchStarted")).hasSizeLessThanOrEqualTo(batches + costs);
            System.out.println("job " + number + ": " + (kills - before) + " kills, " + batches + " batches, "
                    + numbers(events, "BatchStarted").size() + " tries, at most " + costs + " more were expected");
        }
    }

    /** What is killed, and how many batches that costs at most. */
    private enum Victim {
        EXECUTOR(1),
        WORKER(1),
        DRIVER(SLOTS),
        MASTER(0);

        private final int batchesUnderWay;

        Victim(int batchesUnderWay) {
            this.batchesUnderWay = batchesUnderWay;
        }
    }

    private Path undisturbed(int batchSize) throws Exception {
        Path output = folder.resolve("expected-" + batchSize + ".mp4");
        if (undisturbed.putIfAbsent(batchSize, output) == null) {
            CommandProcess.run(folder.resolve("other-home"), job(output, batchSize));
        }
        return output;
    }

    private static CommandProcess begin(Path output, int batchSize) throws IOException {
        return CommandProcess.start(home(), job(output, batchSize, "--engine", "spark", "--executor-memory", "512"));
    }

    private static void awaitOneMore(CommandProcess driver) throws Exception {
        int before = numbers(lines(driver), "BatchFinished").size();
        while (driver.process().isAlive()
                && numbers(lines(driver), "BatchFinished").size() == before) {
            Thread.sleep(50);
        }
    }

    /** @return whether there was one to kill */
    private static boolean kill(Victim victim, CommandProcess driver) throws Exception {
        switch (victim) {
            case EXECUTOR -> {
                List<ProcessHandle> executors =
                        workers().stream().flatMap(ProcessHandle::children).toList();
                executors.stream().findAny().ifPresent(ProcessHandle::destroyForcibly);
                return !executors.isEmpty();
            }
            case WORKER -> {
                workers().get(0).destroyForcibly();
                cluster.addWorker();
            }
            case DRIVER -> driver.process().destroyForcibly().waitFor();
            case MASTER -> {
                ProcessHandle master = processes().get(0).handle().orElseThrow();
                master.destroyForcibly();
                master.onExit().get(10, TimeUnit.SECONDS);
                cluster.start(0, SLOTS, new LocalCluster.Lent(1, 600));
            }
        }
        return true;
    }

    private static List<NodeProcess> processes() throws IOException {
        return Json.read(Files.readAllBytes(home().resolve("cluster/cluster.json")), ClusterFolder.State.class)
                .processes();
    }

    private static List<ProcessHandle> workers() throws IOException {
        List<NodeProcess> all = processes();
        return all.subList(1, all.size()).stream()
                .flatMap(worker -> worker.handle().stream())
                .toList();
    }

    private static List<String> lines(CommandProcess driver) throws IOException {
        return Files.readAllLines(driver.out());
    }

    /** Of the batches that whole events of a name tell of. */
    private static List<String> numbers(List<String> lines, String event) {
        return lines.stream()
                .filter(line -> line.startsWith("{\"event\":\"" + event + "\"") && line.endsWith("}"))
                .map(BATCH::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }
}
