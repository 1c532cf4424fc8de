package dev.atelier.cli;

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
import java.nio.file.Files;
import java.nio.file.Path;

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

    Path image(String name, int width, int height, double seconds) throws IOException {
        Picture picture = new Scene().picture(width, height, seconds);
        ImageFormat format = name.endsWith(".png") ? ImageFormat.PNG : ImageFormat.JPEG;
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, new JdkImageIo().encode(picture, format, 90));
    }
}
