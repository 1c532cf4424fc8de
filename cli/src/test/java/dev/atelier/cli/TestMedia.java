package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.ColourTags;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.SegmentWriter;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.scoring.image.JdkImageIo;
import dev.atelier.testkit.samples.Scene;
import dev.atelier.video.FfmpegTools;
import dev.atelier.video.FfmpegVideoIo;
import dev.atelier.video.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Videos and pictures of the sample scene, in any size. */
record TestMedia(Path folder) {
    /** A cache that all tests of a build share. */
    static Path cache() {
        return Path.of("target", "test-cache").toAbsolutePath();
    }

    Path video(String name, int width, int height, int frames) throws InterruptedException {
        long[] timestamps = new long[frames];
        boolean[] keyframes = new boolean[frames];
        keyframes[0] = true;
        for (int i = 0; i < frames; i++) {
            timestamps[i] = i;
        }
        Path file = folder.resolve(name);
        var table = new FrameTable(new Rational(1, 24), timestamps, keyframes, frames);
        var settings = new EncodeSettings(VideoCodec.H264, 80, ColourTags.UNSPECIFIED, new Rational(1, 1));
        var videoIo = new FfmpegVideoIo(FfmpegTools.install(cache()), Limits.DEFAULT);
        Scene scene = new Scene();
        Picture first = scene.picture(width, height, 0);
        try (SegmentWriter writer =
                videoIo.encode(file, table, new FrameRange(0, frames), width, height, first.format(), settings)) {
            for (int i = 0; i < frames; i++) {
                writer.write(scene.picture(width, height, i % 144 / 24.0));
            }
            writer.finish();
        }
        return file;
    }

    /**
     * A video of FFmpeg's own making.
     *
     * @param graphs of sources, with spaces between
     * @param options of the output
     */
    Path generated(String name, String graphs, String options) throws IOException, InterruptedException {
        Path file = folder.resolve(name);
        List<String> arguments = new ArrayList<>();
        for (String graph : graphs.split(" ", -1)) {
            arguments.addAll(List.of("-f", "lavfi", "-i", graph));
        }
        arguments.addAll(List.of(options.split(" ", -1)));
        arguments.add(file.toString());
        ffmpeg(arguments);
        return file;
    }

    /** Runs FFmpeg and gives what it said. */
    static String ffmpeg(List<String> arguments) throws IOException, InterruptedException {
        FfmpegTools tools = FfmpegTools.install(cache());
        List<String> command = new ArrayList<>(List.of(tools.ffmpeg().toString(), "-v", "error", "-y"));
        command.addAll(arguments);
        var program = new ProcessBuilder(command).redirectErrorStream(true);
        program.environment().putAll(tools.environment());
        Process process = program.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    Path image(String name, int width, int height, double seconds) throws IOException {
        Picture picture = new Scene().picture(width, height, seconds);
        ImageFormat format = name.endsWith(".png") ? ImageFormat.PNG : ImageFormat.JPEG;
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, new JdkImageIo().encode(picture, format, 90));
    }
}
