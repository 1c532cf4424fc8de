package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.video.FfmpegTools;
import dev.atelier.video.FfmpegVideoIo;
import dev.atelier.video.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames that depend on their neighbours are the same however a job is cut into batches. */
class NeighboursTest {
    private static final int FRAMES = 20;

    @TempDir
    Path folder;

    private Path clip;
    private Path style;

    @BeforeEach
    void makeMedia() throws Exception {
        var media = new TestMedia(folder);
        clip = media.video("clip.mp4", 96, 64, FRAMES);
        style = media.image("style.jpg", 96, 96, 5);
    }

    private List<byte[]> painted(String name, String... options) throws Exception {
        Path output = folder.resolve(name + ".mkv");
        List<String> arguments = new ArrayList<>(List.of(
                "style",
                clip.toString(),
                "--style",
                style.toString(),
                "--codec",
                "ffv1",
                "--quiet",
                "-o",
                output.toString()));
        arguments.addAll(List.of(options));
        Said said = Said.by(folder.resolve("home"), arguments.toArray(String[]::new));
        assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.DONE);
        return frames(output);
    }

    private static List<byte[]> frames(Path video) throws InterruptedException {
        var videoIo = new FfmpegVideoIo(FfmpegTools.install(TestMedia.cache()), Limits.DEFAULT);
        VideoInfo info = videoIo.probe(video.toUri());
        List<byte[]> frames = new ArrayList<>();
        var all = new FrameRange(0, info.frames().count());
        try (FrameReader reader = videoIo.read(video.toUri(), info, all, 96, 64, PictureFormat.RGB8)) {
            for (Picture frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame.samples());
            }
        }
        assertThat(frames).hasSize(FRAMES);
        return frames;
    }

    private static void assertSame(List<byte[]> frames, List<byte[]> others) {
        for (int i = 0; i < FRAMES; i++) {
            assertThat(others.get(i)).as("frame " + i).isEqualTo(frames.get(i));
        }
    }

    @Test
    void steadiedFramesShowNoSeamBetweenBatches() throws Exception {
        List<byte[]> whole = painted("whole", "--steady", "on", "--batch-size", "100");
        assertSame(whole, painted("sevens", "--steady", "on", "--batch-size", "7"));
        assertSame(whole, painted("ones", "--steady", "1", "--batch-size", "1"));
        List<byte[]> plain = painted("plain", "--batch-size", "7");
        assertThat(plain.get(7)).isNotEqualTo(whole.get(7));
    }

    @Test
    void framesPaintedFromEachOtherAreTheSameInAnyBatch() throws Exception {
        Path vgg = TestVgg.write(folder.resolve("vgg"));
        String[] gatys = {"--model", "gatys", "--vgg19", vgg.toString(), "--gatys-steps", "2", "--batch-size"};
        List<byte[]> whole = painted("whole", with(gatys, "100"));
        assertSame(whole, painted("fives", with(gatys, "5")));
        assertThat(whole.get(9))
                .isNotEqualTo(
                        painted("once", with(gatys, "100", "--strength", "0.5")).get(9));
    }

    private static String[] with(String[] options, String... more) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
