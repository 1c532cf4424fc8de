package dev.atelier.video;

import dev.atelier.core.media.ColourTags;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.SegmentWriter;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.testkit.MovingScene;
import java.nio.file.Path;
import java.util.List;

/** Begins something with FFmpeg, says so and waits to be killed: the program of a virtual machine of its own. */
final class KilledWork {
    private KilledWork() {}

    public static void main(String[] arguments) throws Exception {
        Path source = Path.of(arguments[1]);
        FfmpegVideoIo videoIo = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT);
        VideoInfo info = videoIo.probe(source.toUri());
        FrameRange all = new FrameRange(0, info.frames().count());
        switch (arguments[0]) {
            case "read" -> {
                try (FrameReader reader = videoIo.read(source.toUri(), info, all, 640, 480, PictureFormat.RGB8)) {
                    reader.next();
                    sleep();
                }
            }
            case "encode" -> {
                EncodeSettings settings =
                        new EncodeSettings(VideoCodec.H264, 75, ColourTags.UNSPECIFIED, new Rational(1, 1));
                try (SegmentWriter writer = videoIo.encode(
                        Path.of(arguments[2]), info.frames(), all, 160, 90, PictureFormat.RGB8, settings)) {
                    writer.write(new MovingScene(160, 90, PictureFormat.RGB8).frame(0));
                    sleep();
                }
            }
            default -> {
                // As a join does: its second output is a pipe that nobody reads any more.
                List<String> endless =
                        List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=32x32", "-f", "framecrc", "-");
                try (ChildProcess child = new Ffmpeg(SharedTools.TOOLS, Limits.DEFAULT).ffmpeg(endless, 600, true)) {
                    child.lines().next();
                    sleep();
                }
            }
        }
    }

    private static void sleep() throws InterruptedException {
        System.out.println("working");
        Thread.sleep(100_000);
    }
}
