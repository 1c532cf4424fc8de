package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.core.job.Json;
import dev.atelier.core.planning.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
    @TempDir
    Path folder;

    private Path clip;

    @BeforeEach
    void makeMedia() throws Exception {
        clip = new TestMedia(folder).video("clip.mp4", 96, 64, 400);
    }

    private Said say(String... arguments) {
        return Said.by(folder.resolve("home"), arguments);
    }

    private Said plan(String... more) {
        String[] plan = {"plan", clip.toString(), "--model", "identity"};
        return say(Stream.of(plan, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private static PlanReport report(Said said) throws IOException {
        assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.DONE);
        return Json.read(said.out().getBytes(StandardCharsets.UTF_8), PlanReport.class);
    }

    @Test
    void aPlanShowsTheCandidatesAndMarksTheChosen() throws IOException {
        Said said = plan(
                "--price",
                "3.06/h",
                "--max-executors",
                "4",
                "--plot",
                folder.resolve("p.png").toString());
        assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.DONE);
        assertThat(said.err()).contains("trying out a few items");
        assertThat(said.out())
                .contains(
                        "400 items in 2 indivisible parts", "a trial of ", "assumed: no job on a cluster is on record")
                .containsPattern("executors +items a batch +batches +time +node hours +cost")
                .containsPattern("\\n +here ")
                .containsPattern("\\n\\* +\\d+ +\\d+ ")
                .contains("* the least product of time and node hours", "cost against seconds")
                .contains("for one such job a cluster gains nothing")
                .contains("./atelier score " + clip + " --model identity --engine spark --max-executors ");
        assertThat(ImageIO.read(folder.resolve("p.png").toFile()).getWidth()).isEqualTo(920);
    }

    @Test
    void whatIsOnRecordIsNotTriedOutAgainUnlessThatIsAskedFor() throws Exception {
        PlanReport first = report(plan("--json"));
        // by another process too
        var again =
                AtelierProcess.run(folder.resolve("home"), "plan", clip.toString(), "--model", "identity", "--json");
        assertThat(again.err()).isEmpty();
        assertThat(Json.read(again.out().getBytes(StandardCharsets.UTF_8), PlanReport.class)
                        .costs())
                .isEqualTo(first.costs());
        assertThat(report(plan("--json", "--measure")).costs().measured())
                .isAfter(first.costs().measured());
    }

    @Test
    void theJobThatFollowsUsesThePlanAndIsHeldAgainstIt() throws IOException {
        PlanReport plan = report(plan("--json", "--max-executors", "2"));
        Said said = say("score", clip.toString(), "--model", "identity", "--quiet");
        assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.DONE);
        assertThat(said.out())
                .containsPattern(
                        "predicted +" + String.format("%.1f", plan.here().seconds())
                                + " s by \"atelier plan\"; it took \\d+\\.\\d\\d of that");
        assertThat(say(
                                "show",
                                said.out()
                                        .lines()
                                        .filter(l -> l.contains("  job "))
                                        .findFirst()
                                        .orElseThrow()
                                        .strip()
                                        .substring(3)
                                        .strip())
                        .out())
                .contains("by \"atelier plan\"", "items a batch, as \"atelier plan\" chose");
    }

    @Test
    void deadlinesAndBudgetsAreKeptOrSaidNotToBe() throws IOException {
        PlanReport kept = report(plan("--json", "--deadline", "1h", "--price", "1/h"));
        assertThat(kept.met()).isTrue();
        assertThat(kept.chosen().cost())
                .isEqualTo(kept.candidates().stream()
                        .mapToDouble(Prediction::cost)
                        .min()
                        .orElseThrow());
        PlanReport late = report(plan("--json", "--deadline", "1s"));
        assertThat(late.met()).isFalse();
        assertThat(late.chosen().seconds())
                .isEqualTo(late.candidates().stream()
                        .mapToDouble(Prediction::seconds)
                        .min()
                        .orElseThrow());
        assertThat(plan("--budget", "0.000001", "--price", "1/h").out())
                .contains("* NOT WHAT WAS ASKED FOR: the budget is too small");
    }

    @Test
    void keepingWarmIsHeldAgainstScalingToZero() throws IOException {
        PlanReport.Warmth warmth =
                report(plan("--json", "--arrivals", "4/h", "--price", "2/h")).standby();
        assertThat(warmth.warm().on()).isEqualTo(1);
        assertThat(warmth.toZero().costAnHour()).isLessThan(warmth.warm().costAnHour());
        assertThat(warmth.toZero().latency()).isGreaterThan(warmth.warm().latency());
        assertThat(warmth.advice()).startsWith("scale to zero");
        assertThat(report(plan("--json", "--arrivals", "9999999/h")).standby().advice())
                .contains("jobs would wait longer and longer");
    }

    @Test
    void failuresAndEvictionsMakeItLongerAndAreSimulated() throws IOException {
        PlanReport calm = report(plan("--json"));
        PlanReport rough = report(plan("--json", "--failure-rate", "0.2", "--evictions", "5/h"));
        assertThat(rough.chosen().seconds()).isGreaterThan(calm.chosen().seconds());
        assertThat(calm.unrest()).isNull();
        assertThat(rough.unrest().ninth()).isGreaterThanOrEqualTo(rough.unrest().median());
    }

    @Test
    void imagesArePlannedToo() throws Exception {
        var media = new TestMedia(folder);
        for (int i = 0; i < 14; i++) {
            media.image("photos/" + i + ".jpg", 64, 48, i);
        }
        Files.writeString(folder.resolve("photos/notes.txt"), "no image");
        Said said =
                say("plan", folder.resolve("photos").toString(), "--model", "identity", "--json", "--start-up", "2s");
        PlanReport report = report(said);
        assertThat(report.work().items()).isEqualTo(14);
        assertThat(report.work().units()).isEqualTo(14);
        assertThat(report.terms().startUp()).isEqualTo(2, within(0.0));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceBeforeAnythingIsTriedOut() throws IOException {
        Said said = say(
                "plan",
                folder.resolve("no.mp4").toString(),
                "--max-executors",
                "0",
                "--price",
                "3 euros",
                "--deadline",
                "soon",
                "--arrivals",
                "0/h",
                "--failure-rate",
                "1",
                "--bandwidth",
                "fast",
                "--plot",
                "p.gif",
                "--model",
                "nonesuch");
        assertThat(said.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(said.err())
                .contains(
                        "--max-executors is 0",
                        "--price is 3 euros",
                        "--deadline is soon",
                        "--arrivals is 0/h",
                        "--failure-rate is 1.0",
                        "--bandwidth is fast",
                        "--plot is p.gif",
                        "nonesuch",
                        "no.mp4");
        assertThat(plan("--budget", "5").err()).contains("--budget needs the price");
        assertThat(say("plan", clip.toString()).err()).contains("there is no model");
    }

    @Test
    void timesAndRatesAreReadAsUsersWriteThem() {
        assertThat(List.of(
                        Quantities.seconds("--deadline", "90s"),
                        Quantities.seconds("--deadline", "1h30m"),
                        Quantities.seconds("--deadline", "0.5h"),
                        Quantities.hourly("--price", "3.06/h"),
                        Quantities.bytesPerSecond("--bandwidth", "50MB/s"),
                        Quantities.bytesPerSecond("--bandwidth", "1.5GB/s")))
                .containsExactly(90.0, 5400.0, 1800.0, 3.06, 5e7, 1.5e9);
    }
}
