package dev.atelier.video;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.SegmentWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Feeds frames to an encoder. The encoder sees a constant frame rate; its packets get their true times afterwards. The
 * file appears under its name only when it is whole.
 */
final class SegmentEncoder implements SegmentWriter {
    /** Longer arguments than this may not fit; Linux allows 128 KiB. */
    private static final int LONGEST_ARGUMENT = 100_000;

    private final Path segment;
    private final Path unfinished;
    private final Path times;
    private final int count;
    private final int width;
    private final int height;
    private final PictureFormat format;
    private final ChildProcess encoder;
    private int written;
    private boolean finished;

    SegmentEncoder(
            Ffmpeg ffmpeg,
            Path segment,
            FrameTable frames,
            FrameRange range,
            int width,
            int height,
            PictureFormat format,
            EncodeSettings settings) {
        if (Files.exists(segment)) {
            throw new InvalidRequestException(segment + " exists already: expected a new file");
        }
        this.segment = segment;
        this.unfinished = segment.resolveSibling(segment.getFileName() + ".part");
        this.times = segment.resolveSibling(segment.getFileName() + ".times");
        this.count = range.count();
        this.width = width;
        this.height = height;
        this.format = format;
        Pace pace = Pace.of(frames);
        EncoderOptions options = EncoderOptions.of(settings, format, width, height, pace.even());
        SegmentTimes stamps = options.container().equals("matroska")
                ? SegmentTimes.of(frames, range, SegmentTimes.MILLISECONDS, 1)
                : SegmentTimes.exact(frames, range, pace);

        List<String> arguments = new ArrayList<>(List.of("-f", "rawvideo", "-pixel_format", PixelLayout.of(format)));
        arguments.addAll(List.of("-video_size", width + "x" + height));
        arguments.addAll(List.of("-framerate", pace.rate().toString(), "-i", "pipe:0"));
        arguments.addAll(output(settings, options));
        if (!options.container().equals("matroska")) {
            String scale = String.valueOf(stamps.scale());
            arguments.addAll(List.of("-video_track_timescale", scale, "-movie_timescale", scale));
        }
        String filter = stamps.filter();
        if (filter.length() <= LONGEST_ARGUMENT) {
            arguments.addAll(List.of("-bsf:v", filter));
        } else {
            write(times, filter);
            arguments.addAll(List.of("-/bsf:v", times.toString()));
        }
        arguments.addAll(List.of("-f", options.container(), "-y", SourceAddress.address(unfinished)));
        long pixels = (long) width * height;
        encoder = ffmpeg.ffmpeg(arguments, 600 + count * (2 + pixels / 50_000), true);
    }

    @Override
    public void write(Picture frame) throws InterruptedException {
        if (frame.width() != width || frame.height() != height || frame.format() != format) {
            throw new IllegalArgumentException("expected a frame of " + width + "x" + height + " " + format + ", got "
                    + frame.width() + "x" + frame.height() + " " + frame.format());
        }
        if (written == count) {
            throw new IllegalArgumentException("the segment holds " + count + " frames, no more");
        }
        if (!encoder.write(frame.samples())) {
            throw failure();
        }
        written++;
    }

    @Override
    public void finish() throws InterruptedException {
        if (written != count) {
            throw new IllegalStateException("the segment has " + written + " frames of " + count);
        }
        encoder.endInput();
        int code = encoder.exitCode();
        if (code != 0) {
            throw failure();
        }
        try {
            Files.move(unfinished, segment, StandardCopyOption.ATOMIC_MOVE);
            finished = true;
        } catch (IOException e) {
            throw new InfrastructureException(segment + " cannot be put in place: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        encoder.close();
        try {
            Files.deleteIfExists(times);
            if (!finished) {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            // The folder has gone or cannot be written any more, and the file with it.
        }
    }

    /** The options that make packets of raw frames; their times and the file come after. */
    static List<String> output(EncodeSettings settings, EncoderOptions options) {
        List<String> arguments = new ArrayList<>(List.of("-filter_threads", "1"));
        arguments.addAll(List.of("-filter:v", ColourFilter.fromRgb(settings, options.pixels()) + options.upload()));
        arguments.addAll(List.of("-fps_mode", "passthrough"));
        arguments.addAll(options.options());
        arguments.addAll(List.of("-flags:v", "+bitexact", "-fflags", "+bitexact", "-map_metadata", "-1"));
        return arguments;
    }

    private InfrastructureException failure() throws InterruptedException {
        encoder.endInput();
        int code = encoder.exitCode();
        encoder.checkSilence("encoding " + segment);
        return Failures.ofWriting("the encoder of " + segment, code, encoder.errors());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new InfrastructureException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
