package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.scoring.SafeTensors;
import dev.atelier.core.scoring.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of a few steps on tiny pictures, as a user starts them. */
class TrainCommandTest {
    private static final String[] TINY = {"--batch", "1", "--side", "32", "--save-every", "2"};

    @TempDir
    Path folder;

    private TestMedia media;
    private Path home;
    private Path vgg;

    @BeforeEach
    void writePictures() throws Exception {
        media = new TestMedia(folder);
        home = folder.resolve("home");
        for (int i = 0; i < 3; i++) {
            media.image("photographs/" + i + ".png", 64, 48, i);
            media.image("paintings/" + i + ".png", 64, 64, 3 + i);
        }
        vgg = TestVgg.write(folder.resolve("vgg"));
    }

    private String[] network(Path run, int steps) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "style-network",
                "--photographs",
                folder.resolve("photographs").toString(),
                "--paintings",
                folder.resolve("paintings").toString(),
                "--vgg19",
                vgg.toString(),
                "--steps",
                Integer.toString(steps),
                "--encoder-steps",
                "4",
                "-o",
                run.toString()));
        arguments.addAll(List.of(TINY));
        return arguments.toArray(String[]::new);
    }

    private Said say(String... arguments) {
        return Said.by(home, arguments);
    }

    private Path trained() {
        Path run = folder.resolve("run");
        Said said = say(network(run, 2));
        assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.DONE);
        assertThat(said.err()).contains("2/2", "content");
        assertThat(said.out()).startsWith(run.resolve("package").toString());
        return run;
    }

    @Test
    void aTrainedNetworkPaintsAtOnceAndCanBeTunedToAPicture() throws Exception {
        Path run = trained();
        assertThat(run.resolve("losses.png")).isNotEmptyFile();
        assertThat(run.resolve("samples/2.png")).isNotEmptyFile();
        Path photo = media.image("photo.png", 48, 32, 1);
        Path picture = media.image("wave.png", 64, 64, 2);
        Said painted = say(
                "style",
                photo.toString(),
                "--style",
                picture.toString(),
                "--model",
                run.resolve("package").toString(),
                "--quiet");
        assertThat(painted.exitCode()).as(painted.err()).isEqualTo(ExitCode.DONE);

        String[] tune = {
            "train",
            "style",
            "--picture",
            picture.toString(),
            "--photographs",
            folder.resolve("photographs").toString(),
            "--vgg19",
            vgg.toString(),
            "--from",
            run.toString(),
            "--steps",
            "2"
        };
        List<String> arguments = new ArrayList<>(List.of(tune));
        arguments.addAll(List.of(TINY));
        Said tuned = say(arguments.toArray(String[]::new));
        assertThat(tuned.exitCode()).as(tuned.err()).isEqualTo(ExitCode.DONE);
        Path model = folder.resolve("wave-style/package");
        Said again = say(
                "style",
                photo.toString(),
                "--model",
                model.toString(),
                "-o",
                folder.resolve("tuned.png").toString(),
                "--quiet");
        assertThat(again.exitCode()).as(again.err()).isEqualTo(ExitCode.DONE);
        assertThat(folder.resolve("tuned.png")).isNotEmptyFile();
    }

    @Test
    void aRunThatIsKilledGoesOnToTheVerySameWeights() throws Exception {
        Path whole = folder.resolve("whole");
        assertThat(AtelierProcess.run(home, network(whole, 8)).exitCode()).isEqualTo(ExitCode.DONE);
        Path killed = folder.resolve("killed");
        AtelierProcess process = AtelierProcess.start(home, network(killed, 8));
        while (!Files.exists(killed.resolve("samples/2.png"))) {
            assertThat(process.process().isAlive()).as(process::errSoFar).isTrue();
            Thread.sleep(20);
        }
        process.kill();
        AtelierProcess.Result result = AtelierProcess.run(home, network(killed, 8));
        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readAllBytes(killed.resolve("weights.safetensors")))
                .isEqualTo(Files.readAllBytes(whole.resolve("weights.safetensors")));
    }

    @Test
    void ctrlCLeavesACheckpointOfTheLastStep() throws Exception {
        Path run = folder.resolve("run");
        AtelierProcess process = AtelierProcess.start(home, network(run, 100_000));
        while (!Files.exists(run.resolve("samples/2.png"))) {
            assertThat(process.process().isAlive()).as(process::errSoFar).isTrue();
            Thread.sleep(20);
        }
        process.interrupt();
        AtelierProcess.Result result = process.await();
        assertThat(result.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(result.err()).contains("writing a checkpoint", "give the same command again to go on");
        long steps = Files.readAllLines(run.resolve("losses.csv")).size() - 1L;
        assertThat(steps).isGreaterThanOrEqualTo(2);
        assertThat(run.resolve("package")).doesNotExist();
    }

    @Test
    void weightsBecomeThePackageThatTheirRunMade() throws Exception {
        Path run = trained();
        Path weights = run.resolve("weights.safetensors");
        Path made = folder.resolve("made");
        Said said = say("train", "package", "--from", weights.toString(), "-o", made.toString());
        assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.DONE);
        for (String file : List.of("model.yaml", "style.onnx", "transfer.onnx")) {
            assertThat(made.resolve(file)).hasSameBinaryContentAs(run.resolve("package/" + file));
        }
        Said again = say(
                "train",
                "package",
                "--from",
                made.toString(),
                "-o",
                folder.resolve("again").toString());
        assertThat(again.exitCode()).as(again.err()).isEqualTo(ExitCode.DONE);
        assertThat(folder.resolve("again/transfer.onnx")).hasSameBinaryContentAs(made.resolve("transfer.onnx"));
    }

    @Test
    void theBundledNetworkCanBeTunedToAPicture() throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "style",
                "--picture",
                media.image("wave.png", 64, 64, 2).toString(),
                "--photographs",
                folder.resolve("photographs").toString(),
                "--vgg19",
                vgg.toString(),
                "--steps",
                "1"));
        arguments.addAll(List.of(TINY));
        Said said = say(arguments.toArray(String[]::new));
        assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.DONE);
        assertThat(folder.resolve("wave-style/package/transfer.onnx")).isNotEmptyFile();
    }

    @Test
    void photographsArePaintedWithStrokesTheSameEachTime() throws Exception {
        Path photographs = folder.resolve("photographs");
        for (String name : List.of("one", "two")) {
            Path strokes = folder.resolve(name);
            Said said = say(
                    "train",
                    "strokes",
                    "--photographs",
                    photographs.toString(),
                    "--count",
                    "2",
                    "-o",
                    strokes.toString());
            assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.DONE);
            assertThat(strokes.toFile().list()).containsExactlyInAnyOrder("0000.png", "0001.png");
        }
        assertThat(folder.resolve("two/0001.png")).hasSameBinaryContentAs(folder.resolve("one/0001.png"));
        assertThat(Files.readAllBytes(folder.resolve("one/0000.png")))
                .isNotEqualTo(Files.readAllBytes(folder.resolve("one/0001.png")));
    }

    @Test
    void whatIsNoWholeNetworkIsRefused() throws Exception {
        Map<String, Tensor> weights = new LinkedHashMap<>(
                SafeTensors.read(Files.readAllBytes(trained().resolve("weights.safetensors"))));
        for (String name : List.of("stem.weight", "encoder.half.bias")) {
            Tensor kept = weights.remove(name);
            Path file = Files.write(folder.resolve(name + ".safetensors"), SafeTensors.write(weights));
            Said said = say("train", "package", "--from", file.toString(), "-o", "made");
            assertThat(said.exitCode()).isEqualTo(ExitCode.MISUSE);
            assertThat(said.err()).contains(name);
            weights.put(name, kept);
        }
    }

    @Test
    void aRunGoesOnWithTheSameOptionsOnly() {
        Path run = trained();
        Said said = say(network(run, 4));
        assertThat(said.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(said.err()).contains("was begun with --steps 2, not 4", "another folder with -o");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        Said said = say(
                "train",
                "style-network",
                "--photographs",
                folder.resolve("nowhere").toString(),
                "--paintings",
                folder.resolve("vgg").toString(),
                "--vgg19",
                "no-such-file",
                "--side",
                "33",
                "--taught-steps",
                "5",
                "--from",
                folder.resolve("vgg/conv1_1.f32").toString(),
                "-o",
                folder.resolve("run").toString());
        assertThat(said.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(said.err())
                .contains(
                        "--photographs: ",
                        "--paintings: there are no images",
                        "--vgg19: there is no file",
                        "--side",
                        "--taught-steps: there is no teacher",
                        "--from: ");
        assertThat(folder.resolve("run")).doesNotExist();
    }
}
