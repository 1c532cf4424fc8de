package dev.atelier.video;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.ColourTags;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.PictureTraits;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.VideoInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds out what a source holds, from its headers and packets. */
final class SourceProbe {
    private static final Rational SQUARE = new Rational(1, 1);

    /** What FFmpeg says of frames that it may not decode for their size. */
    private static final Pattern TOO_LARGE = Pattern.compile("Picture size ([1-9]\\d{0,9}x[1-9]\\d{0,9}) is invalid");

    private final Ffmpeg ffmpeg;
    private final Limits limits;
    private final PacketReading packets;

    SourceProbe(Ffmpeg ffmpeg, Limits limits) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
        this.packets = new PacketReading(ffmpeg, limits);
    }

    VideoInfo probe(SourceAddress source, boolean salvage, int stream) throws InterruptedException {
        SourceHeader header = header(source);
        SourceHeader.Stream video = video(source, header, stream);
        checkSize(source, video);
        Findings findings = new Findings(source, salvage);
        PacketReading.Result read = packets.read(source, video, findings);
        if (Fields.possible(video) && read.presented()) {
            read = read.with(new Fields(ffmpeg).joined(source, video.index(), read.table()));
        }
        FrameTable frames = beginning(source, video, read, findings);
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
                frames,
                traits(source, video, pixels, frames.count() < read.table().count()),
                findings.damage());
    }

    private static SourceHeader.Stream video(SourceAddress source, SourceHeader header, int stream) {
        SourceHeader.Stream usual =
                header.video().orElseThrow(() -> new InvalidRequestException(source.name() + " has no video stream"));
        if (stream < 0) {
            return usual;
        }
        return header.videos()
                .filter(video -> video.index() == stream)
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("stream " + stream + " of " + source.name()
                        + " is no video; expected one of "
                        + header.videos()
                                .map(video -> video.index() + " (" + video.codec() + ", " + video.width() + "x"
                                        + video.height() + ")")
                                .collect(Collectors.joining(", "))));
    }

    private PictureTraits traits(SourceAddress source, SourceHeader.Stream video, String pixels, boolean cutOff)
            throws InterruptedException {
        boolean interlaced = Set.of("tt", "bb", "tb", "bt").contains(video.get("field_order"));
        boolean hdr = Set.of("smpte2084", "arib-std-b67").contains(video.get("color_transfer"));
        LightMetadata light = hdr ? LightMetadata.read(ffmpeg, source, video.index()) : LightMetadata.NONE;
        return new PictureTraits(
                PixelLayout.chroma(pixels), interlaced, false, light.mastering(), light.contentLight(), cutOff);
    }

    /** Reads the headers alone. */
    SourceHeader header(SourceAddress source) throws InterruptedException {
        List<String> arguments = new ArrayList<>(Ffmpeg.guard(source));
        arguments.addAll(SourceHeader.ARGUMENTS);
        arguments.addAll(List.of("-i", source.input()));
        List<String> lines = new ArrayList<>();
        try (ChildProcess child = ffmpeg.ffprobe(arguments)) {
            ChildProcess.Lines output = child.lines();
            for (String line = output.next(); line != null; line = output.next()) {
                lines.add(line);
            }
            int code = child.exitCode();
            child.checkSilence("reading the headers of " + source.name());
            SourceHeader header = SourceHeader.parse(lines);
            Matcher size = TOO_LARGE.matcher(String.join("\n", child.errors()));
            if (size.find() && header.videos().allMatch(video -> video.width() == 0)) {
                throw tooLarge(source, size.group(1));
            }
            if (code != 0 || header.streams().isEmpty()) {
                throw new InvalidRequestException(source.name() + " " + Damage.whyNotOpened(child.errors()));
            }
            return header;
        }
    }

    private InvalidRequestException tooLarge(SourceAddress source, String size) {
        return new InvalidRequestException(source.name() + " has frames of " + size + " pixels: at most "
                + limits.pixels() + " are allowed (--max-pixels)");
    }

    private void checkSize(SourceAddress source, SourceHeader.Stream video) {
        long pixels = (long) video.width() * video.height();
        if (pixels > limits.pixels()) {
            throw tooLarge(source, video.width() + "x" + video.height());
        }
        if (pixels <= 0 || video.get("pix_fmt").isEmpty()) {
            throw new InvalidRequestException(source.name() + " is damaged: none of its " + video.codec()
                    + " frames at the beginning can be decoded");
        }
    }

    /** Reads the packets of a video stream that has to be whole. */
    FrameTable frames(SourceAddress source, SourceHeader.Stream video) throws InterruptedException {
        return packets.read(source, video, new Findings(source, false)).table();
    }

    /** Leaves out what is never shown, which only a decoder can tell. */
    private FrameTable beginning(
            SourceAddress source, SourceHeader.Stream video, PacketReading.Result read, Findings findings)
            throws InterruptedException {
        FrameTable frames = read.table();
        boolean plain = read.keyframeFirst() && frames.keyframes()[0];
        // In these, what is marked as a keyframe may be the place from which on pictures are refreshed bit by bit.
        boolean refreshed = Set.of("h264", "hevc").contains(video.codec());
        if ((plain && !refreshed) || !read.presented()) {
            return frames;
        }
        FrameTable shown = new Beginning(ffmpeg).shown(source, video.index(), frames);
        int left = frames.count() - shown.count();
        if (left > 0) {
            findings.note("begins with " + left + " pictures that need others from before its beginning: they are never"
                    + " shown");
        }
        return shown;
    }

    private static ColourTags colour(SourceHeader.Stream video, String pixels) {
        // The old yuvj names say full range by themselves.
        String range = pixels.startsWith("yuvj") ? "pc" : video.get("color_range");
        return new ColourTags(
                range, video.get("color_space"), video.get("color_primaries"), video.get("color_transfer"));
    }
}
