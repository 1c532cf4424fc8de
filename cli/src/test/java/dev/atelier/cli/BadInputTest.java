package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rubbish in: one line that names the file and the reason, nothing left behind. */
class BadInputTest {
    @TempDir
    Path folder;

    private TestMedia media;
    private Path style;
    private Path clip;

    @BeforeEach
    void makeMedia() throws Exception {
        media = new TestMedia(folder);
        style = media.image("style.jpg", 96, 96, 5);
        clip = media.video("clip.mp4", 96, 64, 24);
    }

    private Said say(String... arguments) {
        return Said.by(folder.resolve("home"), arguments);
    }

    private void refused(Path input, String... reasons) throws IOException {
        List<Path> before = files();
        Said said = say("style", input.toString(), "--style", style.toString(), "--quiet");

        assertThat(said.exitCode()).as(said.err()).isIn(ExitCode.FAILED, ExitCode.MISUSE);
        assertThat(said.err().lines()).as(said.err()).hasSize(1);
        assertThat(said.err())
                .startsWith("atelier: ")
                .contains(input.getFileName().toString());
        for (String reason : reasons) {
            assertThat(said.err()).contains(reason);
        }
        assertThat(said.out()).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    /** Every file but those that Atelier keeps on purpose. */
    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(folder.resolve("home").resolve("cache")))
                    .filter(file -> !file.startsWith(folder.resolve("home").resolve("ops")))
                    .sorted()
                    .toList();
        }
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    @Test
    void videosThatAreNone() throws IOException {
        refused(file("noise.mp4", noise(100_000)));
        refused(file("empty.mp4", new byte[0]), "empty");
        refused(file("text.mp4", "this is no video".repeat(500).getBytes(StandardCharsets.UTF_8)));
        refused(file("playlist.mp4", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n".getBytes(StandardCharsets.UTF_8)));
        refused(folder.resolve("missing.mp4"), "there is no file");
    }

    @Test
    void videosThatAreDamaged() throws IOException {
        byte[] whole = Files.readAllBytes(clip);
        refused(file("truncated.mp4", Arrays.copyOf(whole, whole.length / 2)));
        byte[] flipped = whole.clone();
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            flipped[whole.length / 4 + random.nextInt(whole.length / 2)] ^= (byte) (1 << random.nextInt(8));
        }
        refused(file("flipped.mp4", flipped));
    }

    @Test
    void imagesThatAreNone() throws IOException {
        refused(file("noise.jpg", noise(5000)));
        refused(file("empty.png", new byte[0]), "empty");
        byte[] whole = Files.readAllBytes(style);
        refused(file("half.jpg", Arrays.copyOf(whole, whole.length / 2)));
        refused(file("bomb.png", TestImages.pngHeader(30_000, 30_000)), "30000x30000");
    }

    @Test
    void aStyleThatIsNoPicture() throws IOException {
        Path text = file("style.txt", "blue".getBytes(StandardCharsets.UTF_8));
        Said said = say("style", clip.toString(), "--style", text.toString());

        assertThat(said.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(said.err()).startsWith("atelier: the style is no picture").contains("style.txt");
        assertThat(said.err().lines()).hasSize(1);
    }

    @Test
    void allProblemsAreToldTogether() {
        Said said = say(
                "style",
                folder.resolve("a.mp4").toString(),
                "--style",
                folder.resolve("b.jpg").toString(),
                "--strength",
                "2",
                "--size",
                "huge",
                "--batch-size",
                "some",
                "--quality",
                "101");

        assertThat(said.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(said.err().lines()).hasSize(6).allMatch(line -> line.startsWith("atelier: "));
        assertThat(said.err()).contains("a.mp4", "b.jpg", "--strength", "--size", "--batch-size", "--quality");
    }

    @Test
    void anOutputThatExistsIsRefusedUnlessItMayBeReplaced() throws IOException {
        Path output = file("out.mp4", "precious".getBytes(StandardCharsets.UTF_8));
        String[] command = {"style", clip.toString(), "--style", style.toString(), "-o", output.toString(), "-q"};
        Said said = say(command);

        assertThat(said.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(said.err()).contains("out.mp4 exists", "--overwrite");
        assertThat(output).hasContent("precious");

        String[] overwriting = Arrays.copyOf(command, command.length + 1);
        overwriting[command.length] = "--overwrite";
        assertThat(say(overwriting).exitCode()).isZero();
        assertThat(Files.size(output)).isGreaterThan(1000);
        assertThat(say(command).exitCode()).as("the same again is done already").isZero();
    }

    @Test
    void theInputIsNeverTheOutput() throws IOException {
        byte[] before = Files.readAllBytes(clip);
        Said itself = say("style", clip.toString(), "--style", style.toString(), "-o", clip.toString(), "--overwrite");
        Said inside = say(
                "style",
                folder.toString(),
                "--style",
                style.toString(),
                "-o",
                folder.resolve("out").toString());

        assertThat(itself.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(itself.err()).contains("is the input itself");
        assertThat(inside.err()).contains("is inside the input");
        assertThat(clip).hasBinaryContent(before);
    }

    @Test
    void modelsThatAreNone() throws IOException {
        Said said = say(
                "score",
                clip.toString(),
                "--model",
                file("noise.onnx", noise(1000)).toString());

        assertThat(said.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(said.err().lines()).hasSize(1);
        assertThat(said.err()).contains("noise.onnx");
    }

    @Test
    void limitsOfVideosAreOptions() {
        Said said = say(
                "style",
                clip.toString(),
                "--style",
                style.toString(),
                "--max-pixels",
                "0",
                "--max-frames",
                "-1",
                "--video-stream",
                "-2");
        assertThat(said.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(said.err().lines()).hasSize(3);
        assertThat(said.err()).contains("--max-pixels is 0", "--max-frames is -1", "--video-stream is -2");

        Said small = say("style", clip.toString(), "--style", style.toString(), "--max-pixels", "6143");
        assertThat(small.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(small.err()).contains("clip.mp4 has frames of 96x64 pixels: at most 6143 are allowed");

        Said few = say("style", clip.toString(), "--style", style.toString(), "--max-frames", "23");
        assertThat(few.err()).contains("clip.mp4 has more than 23 frames");
    }

    @Test
    void anEncoderThatIsNotHereIsRefusedBeforeAnyWork() {
        Said said = say("style", clip.toString(), "--style", style.toString(), "--encoder", "videotoolbox");

        assertThat(said.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(said.err()).startsWith("atelier: --encoder: videotoolbox does not encode h264 on this machine");
        assertThat(said.err().lines()).hasSize(1);
    }

    @Test
    void aStreamThatIsNoVideoIsRefused() {
        Said said = say("style", clip.toString(), "--style", style.toString(), "--video-stream", "3");

        assertThat(said.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(said.err()).contains("stream 3 of", "expected one of 0 (h264, 96x64)");
    }
}
