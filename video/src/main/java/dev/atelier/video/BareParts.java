package dev.atelier.video;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.VideoInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Measures what FFmpeg alone takes to decode or encode, with the same filters and settings as a job, and nothing around
 * it: no pipe to this process, no other work.
 */
public final class BareParts {
    private static final Pattern TIMES = Pattern.compile("bench: utime=([\\d.]+)s stime=([\\d.]+)s.*");

    private final Ffmpeg ffmpeg;

    public BareParts(FfmpegTools tools, Limits limits) {
        ffmpeg = new Ffmpeg(tools, limits);
    }

    /**
     * What a part took.
     *
     * @param frames how many frames went through
     * @param seconds wall-clock time from the first start to the last end, in seconds
     * @param cpuSeconds processor time of all processes, in seconds
     */
    public record Cost(int frames, double seconds, double cpuSeconds) {
        public double framesPerSecond() {
            return frames / seconds;
        }
    }

    /**
     * Decodes a range to nothing, as {@link FfmpegVideoIo#read} would.
     *
     * @param processes how many run at once, each with its share of the range; at most one a frame
     */
    public Cost decode(
            URI source, VideoInfo info, FrameRange range, int width, int height, PictureFormat format, int processes)
            throws InterruptedException {
        SourceAddress address = SourceAddress.of(source);
        String filter = ColourFilter.toRgb(info, width, height, PixelLayout.of(format));
        List<List<String>> commands = new ArrayList<>();
        for (FrameRange part : parts(range, processes)) {
            RangeArguments plan = RangeArguments.of(address, info, part);
            List<String> arguments = plan.input(ffmpeg.decodingGuard(address));
            arguments.addAll(plan.output(filter));
            arguments.addAll(List.of("-f", "null", "-"));
            commands.add(arguments);
        }
        return measure(range.count(), commands);
    }

    /**
     * Encodes frames to nothing, as {@link FfmpegVideoIo#encode} would at an even pace.
     *
     * @param frames the frames to take in turn, all of one size and format
     * @param count how many to encode
     * @param folder where the frames can be put as raw data; the file is deleted afterwards
     * @param processes how many run at once, each with its share of {@code count}
     */
    public Cost encode(List<Picture> frames, int count, EncodeSettings settings, Path folder, int processes)
            throws InterruptedException {
        Picture first = frames.get(0);
        EncoderOptions options = EncoderOptions.of(settings, first.format(), first.width(), first.height(), true);
        Path raw = folder.resolve("frames-" + Long.toHexString(System.nanoTime()) + ".raw");
        try {
            write(frames, raw);
            List<List<String>> commands = new ArrayList<>();
            for (FrameRange part : parts(new FrameRange(0, count), processes)) {
                List<String> arguments = new ArrayList<>(List.of("-protocol_whitelist", "file", "-stream_loop", "-1"));
                arguments.addAll(List.of("-f", "rawvideo", "-pixel_format", PixelLayout.of(first.format())));
                arguments.addAll(List.of("-video_size", first.width() + "x" + first.height()));
                arguments.addAll(List.of("-framerate", "25", "-i", SourceAddress.address(raw)));
                arguments.addAll(SegmentEncoder.output(settings, options));
                arguments.addAll(List.of("-frames:v", String.valueOf(part.count()), "-f", "null", "-"));
                commands.add(arguments);
            }
            return measure(count, commands);
        } catch (IOException e) {
            throw new InfrastructureException(raw + " cannot be written: " + e.getMessage(), e);
        } finally {
            raw.toFile().delete();
        }
    }

    /**
     * Copies the beginning of a source, every stream of it, without decoding.
     *
     * @param seconds about how much of it
     * @param target a file that does not exist, whose extension names the container
     */
    public void excerpt(URI source, double seconds, Path target) throws InterruptedException {
        SourceAddress address = SourceAddress.of(source);
        List<String> arguments = new ArrayList<>(Ffmpeg.guard(address));
        arguments.addAll(List.of("-i", address.input(), "-map", "0", "-c", "copy", "-t", Double.toString(seconds)));
        arguments.add(SourceAddress.address(target));
        measure(1, List.of(arguments));
    }

    private Cost measure(int frames, List<List<String>> commands) throws InterruptedException {
        List<ChildProcess> children = new ArrayList<>();
        try {
            long begun = System.nanoTime();
            for (List<String> command : commands) {
                children.add(ffmpeg.measured(command));
            }
            double cpu = 0;
            for (ChildProcess child : children) {
                int code = child.exitCode();
                if (code != 0) {
                    throw new InfrastructureException(
                            "measuring FFmpeg failed with exit code " + code + Damage.detail(child.errors()));
                }
                cpu += cpuSeconds(child.errors());
            }
            return new Cost(frames, (System.nanoTime() - begun) / 1e9, cpu);
        } finally {
            children.forEach(ChildProcess::close);
        }
    }

    private static double cpuSeconds(List<String> lines) {
        for (String line : lines) {
            Matcher times = TIMES.matcher(line);
            if (times.matches()) {
                return Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2));
            }
        }
        throw new InfrastructureException("FFmpeg did not tell what processor time it took");
    }

    private static List<FrameRange> parts(FrameRange range, int processes) {
        int n = Math.min(processes, range.count());
        return IntStream.range(0, n)
                .mapToObj(i -> {
                    int from = (int) ((long) range.count() * i / n);
                    int to = (int) ((long) range.count() * (i + 1) / n);
                    return new FrameRange(range.first() + from, to - from);
                })
                .toList();
    }

    private static void write(List<Picture> frames, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (Picture frame : frames) {
                out.write(frame.samples());
            }
        }
    }
}
