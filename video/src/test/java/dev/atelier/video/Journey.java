package dev.atelier.video;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.SegmentWriter;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.media.VideoIo;
import dev.atelier.core.media.VideoIo.JoinReport;
import dev.atelier.core.media.VideoIo.Segment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The whole path of a video, with a model that changes nothing: probe, read in random ranges, encode, join. */
final class Journey {
    private final VideoIo videoIo;
    private final Path folder;
    private final Random random;
    private final int longest;

    Journey(VideoIo videoIo, Path folder, long seed) {
        this(videoIo, folder, seed, 60);
    }

    /** @param longest frames a segment, at most */
    Journey(VideoIo videoIo, Path folder, long seed, int longest) {
        this.longest = longest;
        this.videoIo = videoIo;
        this.folder = folder;
        this.random = new Random(seed);
    }

    /** What came back. */
    record Result(VideoInfo info, Path output, JoinReport report) {}

    Result of(Path source, Container container, VideoCodec codec, int quality) throws Exception {
        return of(source, videoIo.probe(source.toUri()), container, codec, quality);
    }

    Result of(Path source, VideoInfo info, Container container, VideoCodec codec, int quality) throws Exception {
        // Large frames are made small: what counts there is when they are shown.
        int width = info.width() > 1000 ? info.width() / 8 * 2 : info.width();
        int height = info.width() > 1000 ? info.height() / 8 * 2 : info.height();
        EncodeSettings settings = EncodeSettings.like(info, codec, quality);
        List<Segment> segments = new ArrayList<>();
        Path output = folder.resolve("back-" + System.nanoTime() + "." + container.extension());
        try {
            for (FrameRange range : split(info.frames().count())) {
                segments.add(new Segment(folder.resolve("segment-" + range.first()), range));
                encode(source, info, segments.get(segments.size() - 1), width, height, settings);
            }
            return new Result(info, output, videoIo.join(source.toUri(), info, segments, container, output));
        } finally {
            for (Segment segment : segments) {
                Files.deleteIfExists(segment.file());
            }
        }
    }

    private void encode(Path source, VideoInfo info, Segment segment, int width, int height, EncodeSettings settings)
            throws InterruptedException {
        FrameRange range = segment.range();
        try (FrameReader reader = videoIo.read(source.toUri(), info, range, width, height, info.pictureFormat());
                SegmentWriter writer = videoIo.encode(
                        segment.file(), info.frames(), range, width, height, info.pictureFormat(), settings)) {
            for (Picture frame = reader.next(); frame != null; frame = reader.next()) {
                writer.write(frame);
            }
            writer.finish();
        }
    }

    /** Ranges of random lengths that cover so many frames. */
    List<FrameRange> split(int count) {
        List<FrameRange> ranges = new ArrayList<>();
        for (int from = 0; from < count; ) {
            FrameRange range = new FrameRange(from, Math.min(count - from, 1 + random.nextInt(longest)));
            ranges.add(range);
            from = range.end();
        }
        return ranges;
    }
}
