package dev.atelier.video;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.Container;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.media.VideoIo.JoinReport;
import dev.atelier.core.media.VideoIo.Segment;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Joins segments to a video and puts the source's other streams beside them, all by copying packets. The file appears
 * under its name only when a reading of its packets has shown every frame at its time.
 */
final class SegmentJoiner {
    private static final long MICROSECONDS = 1_000_000;

    private final Ffmpeg ffmpeg;
    private final SourceProbe probe;

    SegmentJoiner(Ffmpeg ffmpeg, SourceProbe probe) {
        this.ffmpeg = ffmpeg;
        this.probe = probe;
    }

    JoinReport join(SourceAddress source, VideoInfo info, List<Segment> segments, Container container, Path output)
            throws InterruptedException {
        check(info, segments, output);
        SourceHeader.Stream encoded = encoded(segments);
        SourceHeader header = probe.header(source);
        Path unfinished = output.resolveSibling(output.getFileName() + ".part");
        try (Covers covers = Covers.extract(ffmpeg, source, header, container, unfinished)) {
            String script = script(info.frames(), segments);
            StreamPlan plan = StreamPlan.of(header, info.videoStream(), container, encoded, covers, Set.of());
            try {
                mux(arguments(source, info, header, plan, container, unfinished), script, output);
            } catch (InfrastructureException e) {
                if (plan.delicate().isEmpty()) {
                    throw e;
                }
                // A subtitle that cannot be converted is no reason to lose the picture.
                plan = StreamPlan.of(header, info.videoStream(), container, encoded, covers, plan.delicate());
                mux(arguments(source, info, header, plan, container, unfinished), script, output);
            }
            JoinCheck check = JoinCheck.of(probe, unfinished, info, plan, container);
            double shift = check.verify();
            List<String> lost = new ArrayList<>(
                    HiddenCaptions.lost(ffmpeg, source, plan.streams().get(plan.video())));
            lost.addAll(new LostTags(header, check.header(), container).of(plan.streams()));
            Files.move(unfinished, output, StandardCopyOption.ATOMIC_MOVE);
            return new PictureChanges(info, encoded).addTo(plan.report(shift, lost));
        } catch (IOException e) {
            throw new InfrastructureException(output + " cannot be put in place: " + e.getMessage(), e);
        } finally {
            delete(unfinished);
        }
    }

    private SourceHeader.Stream encoded(List<Segment> segments) throws InterruptedException {
        SourceAddress first = SourceAddress.of(segments.get(0).file().toUri());
        return probe.header(first).streams().get(0);
    }

    private static void check(VideoInfo info, List<Segment> segments, Path output) {
        if (Files.exists(output)) {
            throw new InvalidRequestException(output + " exists already: expected a new file");
        }
        int next = 0;
        for (Segment segment : segments) {
            if (segment.range().first() != next) {
                throw new IllegalArgumentException(
                        "the segment of frames " + segment.range() + " should begin with frame " + next);
            }
            if (!Files.isRegularFile(segment.file())) {
                throw new InvalidRequestException("the segment " + segment.file() + " is missing");
            }
            next = segment.range().end();
        }
        if (next != info.frames().count()) {
            throw new IllegalArgumentException(
                    "the segments hold " + next + " frames of " + info.frames().count());
        }
    }

    /**
     * The list of segments with the time that each takes. Times are differences of rounded times, not rounded
     * differences: no error adds up.
     */
    private static String script(FrameTable frames, List<Segment> segments) {
        StringBuilder script = new StringBuilder("ffconcat version 1.0\n");
        for (Segment segment : segments) {
            String address = SourceAddress.address(segment.file());
            script.append("file '").append(address.replace("'", "'\\''")).append("'\n");
            long from = microseconds(frames, frames.timestamps()[segment.range().first()]);
            long to = microseconds(frames, frames.until(segment.range().end() - 1));
            script.append("duration ").append(seconds(to - from)).append('\n');
        }
        return script.toString();
    }

    private static List<String> arguments(
            SourceAddress source,
            VideoInfo info,
            SourceHeader header,
            StreamPlan plan,
            Container container,
            Path unfinished) {
        FrameTable frames = info.frames();
        List<String> arguments = new ArrayList<>(List.of("-copyts", "-protocol_whitelist", "file,pipe"));
        arguments.addAll(List.of("-f", "concat", "-safe", "0", "-auto_convert", "0"));
        arguments.addAll(List.of("-itsoffset", seconds(microseconds(frames, frames.timestamps()[0]))));
        arguments.addAll(List.of("-i", "pipe:0"));
        arguments.addAll(Ffmpeg.guard(source));
        arguments.addAll(plan.reading());
        arguments.addAll(List.of("-i", source.input()));
        arguments.addAll(plan.arguments());
        arguments.addAll(List.of("-map_metadata", "1", "-map_chapters", "1", "-fflags", "+bitexact"));
        CarriedTags tags = new CarriedTags(header, container);
        arguments.addAll(tags.arguments(plan.streams()));
        arguments.addAll(muxer(container, frames, plan, tags));
        arguments.addAll(List.of("-y", SourceAddress.address(unfinished)));
        // A second output of the video's packets, as text: a sign of life, and a pipe that breaks if nobody reads.
        arguments.addAll(List.of("-map", "0:v", "-c", "copy", "-f", "framecrc", "pipe:1"));
        return arguments;
    }

    private static List<String> muxer(Container container, FrameTable frames, StreamPlan plan, CarriedTags tags) {
        long scale = frames.timeBase().denominator();
        return switch (container) {
            case MP4, MOV ->
                List.of(
                        "-f",
                        container == Container.MP4 ? "mp4" : "mov",
                        "-movflags",
                        tags.anyName() ? "+faststart+use_metadata_tags" : "+faststart",
                        "-video_track_timescale",
                        String.valueOf(scale),
                        "-movie_timescale",
                        String.valueOf(plan.movieScale(scale)));
            // Sound that begins before the picture keeps its time; otherwise all streams would move.
            case MKV -> List.of("-avoid_negative_ts", "disabled", "-f", "matroska");
            case WEBM -> List.of("-avoid_negative_ts", "disabled", "-f", "webm");
            case TS -> List.of("-f", "mpegts", "-muxdelay", "0", "-muxpreload", "0", "-mpegts_copyts", "1");
        };
    }

    private void mux(List<String> arguments, String script, Path output) throws InterruptedException {
        // Copying takes about 1 s of processor time for 500 MB; nothing takes an hour.
        try (ChildProcess muxer = ffmpeg.ffmpeg(arguments, 3600, true)) {
            // One that died already tells why by its exit code.
            muxer.write(script.getBytes(StandardCharsets.UTF_8));
            muxer.endInput();
            ChildProcess.Lines packets = muxer.lines();
            while (packets.next() != null) {
                // Each line is a packet written; their times are checked in the finished file.
            }
            int code = muxer.exitCode();
            muxer.checkSilence("joining " + output);
            if (code != 0) {
                throw Failures.ofWriting("joining " + output, code, muxer.errors());
            }
        }
    }

    private static long microseconds(FrameTable frames, long ticks) {
        return SegmentTimes.round(ticks, frames.timeBase(), MICROSECONDS);
    }

    private static String seconds(long microseconds) {
        return BigDecimal.valueOf(microseconds, 6).toPlainString();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The folder cannot be written any more: the reason for being here is told already.
        }
    }
}
