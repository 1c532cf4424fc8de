package dev.atelier.testkit.fake;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.ColourTags;
import dev.atelier.core.media.Container;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.SegmentWriter;
import dev.atelier.core.media.StreamInfo;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.media.VideoIo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Videos as text: a source is a file that reads {@code video FRAMES}, or {@code video FRAMES CUT}; frame n is 4x2 pixels
 * whose green samples are n, and 120 more from the cut on; a
 * segment or result has a line for each frame with that sample. Every eighth frame is a keyframe.
 */
public final class FakeVideoIo implements VideoIo {
    private static final int WIDTH = 4;
    private static final int HEIGHT = 2;

    private final Set<Integer> damaged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger framesRead = new AtomicInteger();

    /** A source of so many frames. */
    public static Path write(Path file, int frames) throws IOException {
        return Files.writeString(file, "video " + frames);
    }

    /** A source with a cut before one of its frames. */
    public static Path write(Path file, int frames, int cut) throws IOException {
        return Files.writeString(file, "video " + frames + " " + cut);
    }

    /** From now on a frame does not decode. */
    public void damage(int frame) {
        damaged.add(frame);
    }

    /** Readers and writers that were opened and not closed. */
    public int open() {
        return open.get();
    }

    public int framesRead() {
        return framesRead.get();
    }

    @Override
    public VideoInfo probe(URI source, boolean salvage, int chosen) {
        String[] words = lines(Path.of(source)).get(0).split(" ", -1);
        if (!words[0].equals("video")) {
            throw new InvalidRequestException(source + " is no video");
        }
        int frames = Integer.parseInt(words[1]);
        long[] timestamps = new long[frames];
        boolean[] keyframes = new boolean[frames];
        for (int i = 0; i < frames; i++) {
            timestamps[i] = i;
            keyframes[i] = i % 8 == 0;
        }
        var stream = new StreamInfo(0, StreamInfo.Kind.VIDEO, "fake", "", "");
        var table = new FrameTable(new Rational(1, 10), timestamps, keyframes, frames);
        return new VideoInfo(
                "fake",
                List.of(stream),
                0,
                WIDTH,
                HEIGHT,
                0,
                8,
                false,
                ColourTags.UNSPECIFIED,
                new Rational(1, 1),
                table);
    }

    @Override
    public FrameReader read(URI source, VideoInfo info, FrameRange range, int width, int height, PictureFormat format) {
        return read(source, range, width, height, format, 1);
    }

    @Override
    public FrameReader keyframes(URI source, VideoInfo info, FrameRange range, int width, int height) {
        if (!info.frames().keyframes()[range.first()]) {
            throw new IllegalStateException("the range does not begin with a keyframe");
        }
        return read(source, range, width, height, PictureFormat.RGB8, 8);
    }

    private FrameReader read(URI source, FrameRange range, int width, int height, PictureFormat format, int step) {
        String[] words = lines(Path.of(source)).get(0).split(" ", -1);
        int cut = words.length > 2 ? Integer.parseInt(words[2]) : Integer.MAX_VALUE;
        open.incrementAndGet();
        return new FrameReader() {
            private int next = range.first();
            private boolean closed;

            @Override
            public Picture next() {
                if (closed) {
                    throw new IllegalStateException("the reader is closed");
                }
                if (next >= range.end()) {
                    return null;
                }
                if (damaged.contains(next)) {
                    throw new PoisonItemException("frame " + next + " does not decode");
                }
                framesRead.incrementAndGet();
                Picture picture = picture(next >= cut ? next + 120 : next, width, height, format);
                next += step;
                return picture;
            }

            @Override
            public void close() {
                open.addAndGet(closed ? 0 : -1);
                closed = true;
            }
        };
    }

    private static Picture picture(int value, int width, int height, PictureFormat format) {
        Picture picture = Picture.blank(width, height, format);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.sample(Channel.GREEN, x, y, value);
            }
        }
        return picture;
    }

    @Override
    public SegmentWriter encode(
            Path segment,
            FrameTable frames,
            FrameRange range,
            int width,
            int height,
            PictureFormat format,
            EncodeSettings settings) {
        open.incrementAndGet();
        return new SegmentWriter() {
            private final List<String> lines = new ArrayList<>();
            private boolean finished;
            private boolean closed;

            @Override
            public void write(Picture frame) {
                if (finished || closed || frame.width() != width || frame.height() != height) {
                    throw new IllegalStateException("this frame cannot be written");
                }
                lines.add(Integer.toString(frame.sample(Channel.GREEN, 0, 0)));
            }

            @Override
            public void finish() {
                if (lines.size() != range.count()) {
                    throw new IllegalStateException(lines.size() + " frames written, not " + range.count());
                }
                try {
                    Files.write(segment, lines);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                finished = true;
            }

            @Override
            public void close() {
                open.addAndGet(closed ? 0 : -1);
                closed = true;
            }
        };
    }

    @Override
    public JoinReport join(URI source, VideoInfo info, List<Segment> segments, Container container, Path output) {
        List<String> all = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.range().first() != all.size()) {
                throw new IllegalStateException("segment " + segment.range() + " does not follow " + all.size());
            }
            all.addAll(lines(segment.file()));
        }
        try {
            Files.write(output, all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new JoinReport(List.of("audio #1"), List.of(), List.of());
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
