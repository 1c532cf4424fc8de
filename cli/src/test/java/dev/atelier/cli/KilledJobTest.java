package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a job for real, at random moments, and lets it go on. */
class KilledJobTest {
    private static final int FRAMES = 96;
    private static final int BATCHES = 12;
    private static final int BATCHES_AT_ONCE = 2;
    private static final int MOST_KILLS = 25;

    /** An undisturbed job tells about a hundred and thirty. */
    private static final int MOST_EVENTS = 45;

    @TempDir
    Path folder;

    private Path clip;
    private Path style;

    @BeforeEach
    void makeMedia() throws Exception {
        var media = new TestMedia(folder);
        clip = media.video("clip.mp4", 256, 144, FRAMES);
        style = media.image("style.jpg", 128, 128, 5);
    }

    private String[] command(Path output) {
        return new String[] {
            "style",
            clip.toString(),
            "--style",
            style.toString(),
            "-o",
            output.toString(),
            "--batch-size",
            Integer.toString(FRAMES / BATCHES),
            "--jobs",
            Integer.toString(BATCHES_AT_ONCE),
            "--json"
        };
    }

    @Test
    void aJobKilledAgainAndAgainGivesTheSameBytesForLittleMoreWork() throws Exception {
        Path undisturbed = folder.resolve("undisturbed.mp4");
        assertThat(AtelierProcess.run(folder.resolve("home-1"), command(undisturbed))
                        .exitCode())
                .isZero();

        Path home = folder.resolve("home-2");
        Path output = folder.resolve("killed.mp4");
        Random random = new Random(20261122);
        int begun = 0;
        int kills = 0;
        while (!Files.exists(output)) {
            AtelierProcess process = AtelierProcess.start(home, command(output));
            if (kills < MOST_KILLS && killed(process, random)) {
                kills++;
            } else {
                assertThat(process.await().exitCode()).isZero();
            }
            begun += batchesBegun(process.outSoFar());
        }
        AtelierProcess.Result last = AtelierProcess.run(home, command(output));

        assertThat(last.exitCode()).as(last.err()).isZero();
        assertThat(kills).isGreaterThan(2);
        assertThat(output).hasSameBinaryContentAs(undisturbed);
        assertThat(begun).isBetween(BATCHES, BATCHES + kills * BATCHES_AT_ONCE);
        assertThat(leftovers(home)).isEmpty();
        assertThat(leftovers(folder)).isEmpty();
    }

    /** Kills a process at a random moment: after some of its events, and a little later. */
    private static boolean killed(AtelierProcess process, Random random) throws Exception {
        int events = random.nextInt(MOST_EVENTS);
        while (process.outSoFar().lines().count() < events) {
            if (process.process().waitFor(5, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        if (process.process().waitFor(random.nextInt(60), TimeUnit.MILLISECONDS)) {
            return false;
        }
        process.kill();
        return true;
    }

    private static int batchesBegun(String events) {
        return (int) events.lines()
                .filter(line -> line.startsWith("{\"event\":\"BatchStarted\""))
                .count();
    }

    /** Files that are neither records nor results. */
    private static List<Path> leftovers(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("atelier-part")
                            || file.toString().contains("/scratch/")
                            || file.toString().contains("/products/"))
                    .forEach(found::add);
        }
        return found;
    }

    @Test
    void anInterruptedJobFinishesWhatIsUnderWayAndSaysHowToGoOn() throws Exception {
        Path home = folder.resolve("home");
        Path output = folder.resolve("out.mp4");
        // larger frames in full precision: there must be something left to interrupt when the first batch is finished
        List<String> slow = new ArrayList<>(List.of(command(output)));
        slow.addAll(List.of("--size", "360p", "--precision", "fp32"));
        AtelierProcess process = AtelierProcess.start(home, slow.toArray(String[]::new));
        while (!process.outSoFar().contains("\"event\":\"BatchFinished\"")) {
            assertThat(process.process().isAlive()).isTrue();
            Thread.sleep(20);
        }
        process.interrupt();
        AtelierProcess.Result result = process.await();

        assertThat(result.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        String hint = result.err().lines().reduce((first, second) -> second).orElse("");
        assertThat(hint).startsWith("atelier: interrupted; go on with: ./atelier resume ");
        assertThat(output).doesNotExist();
        String finished = "\"event\":\"BatchFinished\"";
        long before =
                result.out().lines().filter(line -> line.contains(finished)).count();

        String job = hint.substring(hint.lastIndexOf(' ') + 1);
        AtelierProcess.Result resumed = AtelierProcess.run(home, "resume", job, "--json");
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        long after =
                resumed.out().lines().filter(line -> line.contains(finished)).count();
        assertThat(before + after).isEqualTo(BATCHES);
        assertThat(output).exists();
    }
}
