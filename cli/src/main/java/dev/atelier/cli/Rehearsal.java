package dev.atelier.cli;

import dev.atelier.core.engine.FolderTree;
import dev.atelier.core.failure.JobFailedException;
import dev.atelier.core.media.ColourTags;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.SegmentWriter;
import dev.atelier.core.media.VideoCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Two small style jobs from end to end, in a folder that is deleted afterwards. */
record Rehearsal(Wiring wiring) {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 96;
    private static final int FRAMES = 8;

    String run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("atelier-rehearsal-");
        try {
            long start = System.nanoTime();
            Path style = writeImage(folder.resolve("style.png"));
            Path photo = writeImage(folder.resolve("photo.jpg"));
            Path video = writeVideo(folder.resolve("clip.mp4"));
            Wiring inside = wiring.elsewhere(new Home(folder.resolve("home")));
            for (Path input : new Path[] {photo, video}) {
                String[] command = {"style", input.toString(), "--style", style.toString(), "--quiet", "--json"};
                if (Main.commandLine(inside).execute(command) != ExitCode.DONE) {
                    throw new JobFailedException("styling " + input.getFileName() + " did not succeed");
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return String.format(Locale.ROOT, "an image and a video styled in %.1f s", seconds);
        } finally {
            FolderTree.delete(folder);
        }
    }

    private Path writeImage(Path file) throws IOException {
        boolean jpeg = file.toString().endsWith(".jpg");
        ImageFormat format = jpeg ? ImageFormat.JPEG : ImageFormat.PNG;
        return Files.write(file, wiring.ports().imageIo().encode(picture(0), format, 90));
    }

    private Path writeVideo(Path file) throws InterruptedException {
        long[] timestamps = new long[FRAMES];
        boolean[] keyframes = new boolean[FRAMES];
        keyframes[0] = true;
        for (int i = 0; i < FRAMES; i++) {
            timestamps[i] = i;
        }
        var table = new FrameTable(new Rational(1, 24), timestamps, keyframes, FRAMES);
        var settings = new EncodeSettings(VideoCodec.H264, 75, ColourTags.UNSPECIFIED, new Rational(1, 1));
        var range = new FrameRange(0, FRAMES);
        try (SegmentWriter writer =
                wiring.ports().videoIo().encode(file, table, range, WIDTH, HEIGHT, PictureFormat.RGB8, settings)) {
            for (int i = 0; i < FRAMES; i++) {
                writer.write(picture(i));
            }
            writer.finish();
        }
        return file;
    }

    /** Circular waves in colour, moved a little with every frame. */
    private static Picture picture(int frame) {
        Picture picture = Picture.blank(WIDTH, HEIGHT, PictureFormat.RGB8);
        for (Picture.Channel channel :
                new Picture.Channel[] {Picture.Channel.RED, Picture.Channel.GREEN, Picture.Channel.BLUE}) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    double distance = Math.hypot(x - 40.0 - 30 * channel.plane(), y - 48.0);
                    picture.sample(channel, x, y, (int) (127 + 120 * Math.sin((distance - frame) / 7)));
                }
            }
        }
        return picture;
    }
}
