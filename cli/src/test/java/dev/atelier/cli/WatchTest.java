package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flow from end to end: media and a trigger put into a folder become styled media, in processes as a user has them. */
class WatchTest {
    @TempDir
    Path folder;

    private Path in;
    private Path out;
    private Path home;

    @BeforeEach
    void makeMedia() throws Exception {
        in = Files.createDirectory(folder.resolve("in"));
        out = folder.resolve("out");
        home = folder.resolve("home");
        new TestMedia(in).video("clip.mp4", 256, 144, 60);
        new TestMedia(folder).image("style.jpg", 128, 128, 5);
    }

    private String[] watch(String... more) {
        return Stream.concat(
                        Stream.of(
                                "watch",
                                in.toString(),
                                "-o",
                                out.toString(),
                                "--style",
                                folder.resolve("style.jpg").toString(),
                                "--batch-size",
                                "6"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aWatcherKilledInTheMiddleIsFollowedByAnotherWithTheSameBytes() throws Exception {
        Path expected = folder.resolve("expected.mp4");
        assertThat(AtelierProcess.run(
                                folder.resolve("home-1"),
                                "style",
                                in.resolve("clip.mp4").toString(),
                                "--style",
                                folder.resolve("style.jpg").toString(),
                                "--batch-size",
                                "6",
                                "-o",
                                expected.toString())
                        .exitCode())
                .isZero();

        AtelierProcess watcher = AtelierProcess.start(home, watch("--json"));
        Files.writeString(in.resolve("trigger-1"), "clip.mp4\n");
        while (!watcher.outSoFar().contains("\"event\":\"BatchFinished\"")) {
            assertThat(watcher.process().isAlive()).isTrue();
            Thread.sleep(20);
        }
        watcher.kill();
        assertThat(out.resolve("clip-styled.mp4")).doesNotExist();
        assertThat(in.resolve("trigger-1")).exists();

        AtelierProcess.Result second = AtelierProcess.run(home, watch("--json", "--once"));
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.out()).containsPattern("\"event\":\"Planned\".*\"batchesDone\":[1-9]");
        assertThat(out.resolve("clip-styled.mp4")).hasSameBinaryContentAs(expected);
        assertThat(in.resolve("trigger-1")).doesNotExist();
        assertThat(names(in)).doesNotContain("claims");
        assertThat(names(in.resolve("done"))).hasSize(2).allMatch(name -> name.startsWith("trigger-1-"));
        Path logs = out.resolve("logs").resolve(names(in.resolve("done")).get(0));
        assertThat(names(logs)).hasSize(11).contains("00000000.jsonl", "report.json");
    }

    @Test
    void triggersWithOptionsAreObeyedAndBadOnesAnswered() throws Exception {
        Files.writeString(
                in.resolve("trigger-good"),
                "{\"input\": \"clip.mp4\", \"output\": \"small/clip.mkv\", \"size\": \"72p\", \"strength\": 0.5}");
        Files.writeString(in.resolve("trigger-bad"), "{\"input\": \"clip.mp4\", \"strength\": 7, \"codec\": \"dvd\"}");
        Files.writeString(in.resolve("trigger-worse"), "{\"input\": \"/etc/passwd\", \"hdr\": \"keep\"}");
        Files.createSymbolicLink(in.resolve("link.mp4"), folder.resolve("style.jpg"));
        Files.writeString(in.resolve("trigger-link"), "link.mp4");
        Files.writeString(in.resolve("noise.mp4"), "no video at all");
        Files.writeString(in.resolve("trigger-noise"), "noise.mp4");
        AtelierProcess.Result result = AtelierProcess.run(home, watch("--once"));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE_WITH_FAILED_ITEMS);
        assertThat(out.resolve("small/clip.mkv")).exists();
        assertThat(result.out())
                .contains("trigger-good: done")
                .contains("trigger-bad: rejected: --strength is 7.0; expected a number from 0 to 1")
                .contains("--codec is dvd")
                .contains("trigger-worse: rejected: the input \"/etc/passwd\" is no relative name")
                .contains("trigger-link: rejected: the input \"link.mp4\" is a link that leaves the prefix")
                .contains("trigger-noise: rejected: ")
                .contains("noise.mp4 is not a video");
        assertThat(names(in.resolve("rejected"))).hasSize(8);
        assertThat(names(out)).containsExactly("logs", "small");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalStopsAWatcherWhichGivesItsTriggerBack(String signal) throws Exception {
        AtelierProcess watcher = AtelierProcess.start(home, watch("--json"));
        Files.writeString(in.resolve("trigger"), "clip.mp4");
        while (!watcher.outSoFar().contains("\"event\":\"BatchFinished\"")) {
            assertThat(watcher.process().isAlive()).isTrue();
            Thread.sleep(20);
        }
        watcher.signal(signal);
        AtelierProcess.Result result = watcher.await();

        assertThat(result.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(result.out()).contains("\"event\":\"Stopped\"");
        assertThat(in.resolve("trigger")).exists();
        assertThat(AtelierProcess.run(home, watch("--once")).exitCode()).isZero();
        assertThat(out.resolve("clip-styled.mp4")).exists();
    }
}
