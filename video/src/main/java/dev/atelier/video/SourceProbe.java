package dev.atelier.video;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.ColourTags;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.VideoInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds out what a source holds, from its headers and packets. */
final class SourceProbe {
    private static final Rational SQUARE = new Rational(1, 1);

    private final Ffmpeg ffmpeg;
    private final Limits limits;

    SourceProbe(Ffmpeg ffmpeg, Limits limits) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
    }

    VideoInfo probe(SourceAddress source) throws InterruptedException {
        SourceHeader header = header(source);
        SourceHeader.Stream video =
                header.video().orElseThrow(() -> new InvalidRequestException(source.name() + " has no video stream"));
        checkSize(source, video);
        FrameTable frames = frames(source, video);
        boolean onItsSide = video.rotation() % 180 != 0;
        Rational aspect = video.fraction("sample_aspect_ratio", SQUARE);
        String pixels = video.get("pix_fmt");
        int bits = Math.max(PixelLayout.depth(pixels), video.number("bits_per_raw_sample"));
        return new VideoInfo(
                header.format(),
                header.streams().stream().map(SourceHeader.Stream::info).toList(),
                video.index(),
                onItsSide ? video.height() : video.width(),
                onItsSide ? video.width() : video.height(),
                video.rotation(),
                bits <= 8 ? 8 : bits <= 10 ? 10 : bits <= 12 ? 12 : 16,
                PixelLayout.hasAlpha(pixels) || video.sideAlpha(),
                colour(video, pixels),
                onItsSide ? aspect.inverse() : aspect,
                frames);
    }

    /** Reads the headers alone. */
    SourceHeader header(SourceAddress source) throws InterruptedException {
        List<String> arguments = new ArrayList<>(Ffmpeg.guard(source));
        arguments.addAll(SourceHeader.ARGUMENTS);
        arguments.addAll(List.of("-i", source.input()));
        List<String> lines = new ArrayList<>();
        try (ChildProcess child = ffmpeg.ffprobe(arguments, limits.probe())) {
            ChildProcess.Lines output = child.lines();
            for (String line = output.next(); line != null; line = output.next()) {
                lines.add(line);
            }
            int code = child.exitCode();
            child.checkSilence("reading the headers of " + source.name());
            SourceHeader header = SourceHeader.parse(lines);
            if (code != 0 || header.streams().isEmpty()) {
                throw new InvalidRequestException(source.name() + " " + Damage.whyNotOpened(child.errors()));
            }
            return header;
        }
    }

    private void checkSize(SourceAddress source, SourceHeader.Stream video) {
        long pixels = (long) video.width() * video.height();
        if (pixels <= 0 || video.get("pix_fmt").isEmpty()) {
            throw new InvalidRequestException(source.name() + " is damaged: none of its " + video.codec()
                    + " frames at the beginning can be decoded");
        }
        if (pixels > limits.pixels()) {
            throw new InvalidRequestException(source.name() + " has frames of " + video.width() + "x" + video.height()
                    + " pixels: at most " + limits.pixels() + " are allowed");
        }
    }

    /** Reads the packets of a video stream. */
    FrameTable frames(SourceAddress source, SourceHeader.Stream video) throws InterruptedException {
        List<String> arguments = new ArrayList<>(Ffmpeg.guard(source));
        arguments.addAll(List.of("-select_streams", String.valueOf(video.index())));
        arguments.addAll(List.of("-show_entries", "packet=pts,dts,duration,flags", "-of", "csv=p=0"));
        arguments.addAll(List.of("-i", source.input()));
        PacketTable table = new PacketTable();
        int untimed = 0;
        long begun = System.nanoTime();
        try (ChildProcess child = ffmpeg.ffprobe(arguments, limits.probe())) {
            ChildProcess.Lines output = child.lines();
            for (String line = output.next(); line != null; line = output.next()) {
                untimed += table.add(line) ? 0 : 1;
                if (table.count() > limits.frames()) {
                    throw new InvalidRequestException(
                            source.name() + " has more than " + limits.frames() + " frames, the most allowed");
                }
                if (System.nanoTime() - begun > limits.probe().toNanos()) {
                    throw new InvalidRequestException(source.name() + " takes more than "
                            + limits.probe().toSeconds() + " s to read, the longest allowed");
                }
            }
            int code = child.exitCode();
            child.checkSilence("reading the packets of " + source.name());
            Optional<String> torn = Damage.torn(child.errors());
            if (code != 0 || torn.isPresent() || table.count() == 0) {
                throw new InvalidRequestException(source.name() + " is damaged" + where(table, video)
                        + ": a part of it cannot be read"
                        + Damage.quote(torn.or(() -> child.errors().stream().findFirst())));
            }
        }
        if (table.incomplete().isPresent()) {
            throw new InvalidRequestException(String.format(
                    Locale.ROOT,
                    "%s is damaged at %.3f s: a part of a frame is missing",
                    source.name(),
                    table.incomplete().getAsLong()
                            * video.fraction("time_base", SQUARE).value()));
        }
        if (untimed > 0) {
            throw new InvalidRequestException(
                    source.name() + " is damaged: " + untimed + " of its frames have no time");
        }
        FrameTable frames = table.table(video.fraction("time_base", SQUARE));
        checkDuration(source, video, frames);
        return frames;
    }

    /** Matroska tells the duration of each stream in a tag; a file that broke off has less. */
    private static void checkDuration(SourceAddress source, SourceHeader.Stream video, FrameTable frames) {
        String[] clock = video.tag("duration").split(":", -1);
        if (clock.length != 3 || !video.tag("duration").matches("\\d+:\\d\\d:\\d\\d(\\.\\d+)?")) {
            return;
        }
        double declared =
                Long.parseLong(clock[0]) * 3600.0 + Long.parseLong(clock[1]) * 60 + Double.parseDouble(clock[2]);
        double end = frames.end() * frames.timeBase().value();
        if (end < declared - 1) {
            throw new InvalidRequestException(String.format(
                    Locale.ROOT,
                    "%s is damaged: it breaks off at %.3f s, and should last until %.3f s",
                    source.name(),
                    end,
                    declared));
        }
    }

    private static String where(PacketTable table, SourceHeader.Stream video) {
        if (table.count() == 0) {
            return "";
        }
        FrameTable frames = table.table(video.fraction("time_base", SQUARE));
        return String.format(
                Locale.ROOT,
                ", frames were found up to %.3f s",
                frames.end() * frames.timeBase().value());
    }

    private static ColourTags colour(SourceHeader.Stream video, String pixels) {
        // The old yuvj names say full range by themselves.
        String range = pixels.startsWith("yuvj") ? "pc" : video.get("color_range");
        return new ColourTags(
                range, video.get("color_space"), video.get("color_primaries"), video.get("color_transfer"));
    }
}
