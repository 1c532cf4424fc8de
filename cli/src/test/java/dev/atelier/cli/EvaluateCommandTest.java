package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.cli.EvaluationReport.Clip;
import dev.atelier.cli.EvaluationReport.ModelFigures;
import dev.atelier.core.job.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
    @TempDir
    Path folder;

    private Path vgg;

    @BeforeEach
    void writeMedia() throws Exception {
        var media = new TestMedia(folder);
        media.image("contents/a.png", 64, 48, 0);
        media.image("contents/b.jpg", 80, 64, 2);
        media.image("styles/wave.jpg", 96, 96, 4);
        media.video("clip.mp4", 64, 48, 8);
        vgg = TestVgg.write(folder.resolve("vgg"));
    }

    private Said evaluate(String... more) {
        String[] arguments = {
            "evaluate", "--contents", folder.resolve("contents").toString(), "--vgg19", vgg.toString(), "--side", "64"
        };
        return Said.by(
                folder.resolve("home"),
                Stream.of(arguments, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private EvaluationReport figures() throws IOException {
        return Json.read(Files.readAllBytes(folder.resolve("e/figures.json")), EvaluationReport.class);
    }

    private Said evaluateTwoModels() {
        return evaluate(
                "--model",
                "identity",
                "--against",
                "atelier",
                "--styles",
                folder.resolve("styles").toString(),
                "--video",
                folder.resolve("clip.mp4").toString(),
                "--frames",
                "7",
                "-o",
                folder.resolve("e").toString());
    }

    @Test
    void aModelThatLeavesPicturesAloneKeepsAllContentAndFlickersAsTheSource() throws IOException {
        Said said = evaluateTwoModels();
        assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.DONE);
        ModelFigures identity = figures().models().get(0);
        ModelFigures atelier = figures().models().get(1);
        assertThat(identity.mean().content()).isCloseTo(0, within(1e-9));
        assertThat(identity.mean().style()).isPositive();
        assertThat(atelier.mean().content()).isPositive();
        Clip clip = identity.clips().get(0);
        assertThat(clip.frames()).isEqualTo(7);
        assertThat(clip.painted()).isEqualTo(clip.source());
        assertThat(clip.painted().neighbours()).isNotNull();
        assertThat(atelier.clips().get(0).source()).isEqualTo(clip.source());
        assertThat(atelier.clips().get(0).painted()).isNotEqualTo(clip.source());
        assertThat(said.out())
                .contains("2 contents x 1 styles at 64 pixels")
                .containsPattern("identity +\\d\\.\\d{4} +\\d\\.\\d{4} +0\\.0000")
                .containsPattern("style +Gram +content +warp 1 +warp 5\nsource");
        assertThat(folder.resolve("e/pictures/atelier/wave/b.png")).isNotEmptyFile();
        assertThat(folder.resolve("e/atelier.jpg")).isNotEmptyFile();
    }

    @Test
    void whatIsPaintedAlreadyIsNotPaintedAgain() throws IOException {
        evaluateTwoModels();
        EvaluationReport first = figures();
        Path painted = folder.resolve("e/pictures/atelier/wave/b.png");
        var time = Files.getLastModifiedTime(painted);
        assertThat(evaluateTwoModels().exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(Files.getLastModifiedTime(painted)).isEqualTo(time);
        assertThat(figures()).isEqualTo(first);
    }

    @Test
    void modelsAreMeasuredInThePrecisionThatIsAskedFor() {
        Said said = evaluate(
                "--model",
                "atelier",
                "--styles",
                folder.resolve("styles").toString(),
                "--precision",
                "fp16",
                "-o",
                folder.resolve("e").toString());
        assertThat(said.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(said.err()).contains("fp16 is for GPUs");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        Said said = evaluate(
                "--model",
                "nonesuch",
                "--styles",
                folder.resolve("home").toString(),
                "--video",
                "no.mp4",
                "--frames",
                "1",
                "--video-size",
                "big",
                "-o",
                folder.resolve("e").toString());
        assertThat(said.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(said.err())
                .contains("nonesuch: no such model", "--styles: ", "no.mp4", "--frames is 1", "--video-size");
        assertThat(folder.resolve("e")).doesNotExist();
    }
}
