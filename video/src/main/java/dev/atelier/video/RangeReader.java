package dev.atelier.video;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.StreamInfo;
import dev.atelier.core.media.VideoInfo;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a range of frames from a decoder that begins at the last keyframe before it. The frames are selected by their
 * timestamps as integers, so that no rounding can move a border.
 */
final class RangeReader implements FrameReader {
    /** Drops packets up to a keyframe: what a search may find first, which cannot be decoded. */
    private static final String FROM_KEYFRAME = "noise=amount=0:drop='if(key,st(0,1));not(ld(0))'";

    /** Frames: more than encoders let pass between two whole pictures. */
    private static final int EARLIER = 300;

    private final Ffmpeg ffmpeg;
    private final SourceAddress source;
    private final VideoInfo info;
    private final FrameTable frames;
    private final FrameRange range;
    private final int width;
    private final int height;
    private final PictureFormat format;
    private boolean begunInside;
    private final Set<String> otherCodecs;
    private ChildProcess decoder;
    private boolean begunEarlier;
    private int delivered;

    RangeReader(
            Ffmpeg ffmpeg,
            SourceAddress source,
            VideoInfo info,
            FrameRange range,
            int width,
            int height,
            PictureFormat format) {
        this.ffmpeg = ffmpeg;
        this.source = source;
        this.info = info;
        this.frames = info.frames();
        this.range = range;
        this.width = width;
        this.height = height;
        this.format = format;
        String codec = info.streams().get(info.videoStream()).codec();
        otherCodecs = info.streams().stream()
                .map(StreamInfo::codec)
                .filter(other -> !other.equals(codec))
                .collect(Collectors.toSet());
        decoder = decoder(range, 0);
    }

    private ChildProcess decoder(FrameRange part, int before) {
        List<String> arguments = input(source, info, part, before);
        begunInside = arguments.contains("-ss");
        arguments.addAll(output(info, part, ColourFilter.toRgb(info, width, height, PixelLayout.of(format))));
        arguments.addAll(List.of("-f", "rawvideo", "pipe:1"));
        return ffmpeg.ffmpeg(arguments, patience(info, part), false);
    }

    @Override
    public Picture next() throws InterruptedException {
        if (delivered == range.count()) {
            return null;
        }
        byte[] samples = new byte[format.bytes(width, height)];
        boolean whole = decoder.read(samples) == samples.length;
        if (!whole || delivered + 1 == range.count()) {
            // Damage may be told only at the end: the last frame is not given before it is known.
            try {
                finish(whole);
            } catch (PoisonItemException e) {
                if (!begunInside || begunEarlier) {
                    throw e;
                }
                beginEarlier();
                return next();
            }
        }
        delivered++;
        return new Picture(width, height, format, samples);
    }

    /**
     * Not every frame that is marked as a keyframe is one: some streams are refreshed bit by bit, and show a whole picture
     * only after many frames. Before a frame is said to be damaged, decoding is tried from well before it.
     */
    private void beginEarlier() {
        decoder.close();
        begunEarlier = true;
        decoder = decoder(new FrameRange(range.first() + delivered, range.count() - delivered), EARLIER);
    }

    @Override
    public void close() {
        decoder.close();
    }

    /** Options that open the source at the place where decoding of a range has to begin. */
    static List<String> input(SourceAddress source, VideoInfo info, FrameRange range) {
        return input(source, info, range, 0);
    }

    private static List<String> input(SourceAddress source, VideoInfo info, FrameRange range, int before) {
        List<String> arguments =
                new ArrayList<>(List.of("-copyts", "-threads", "1", "-flags", "+bitexact-output_corrupt"));
        FrameTable frames = info.frames();
        // Whole frames are made of a frame's fields and its neighbours': what is before has to be decoded too.
        int needed = Math.max(0, range.first() - Math.max(before, info.traits().interlaced() ? 1 : 0));
        int keyframe = frames.keyframeAtOrBefore(needed);
        if (keyframe > 0 && !countsFrames(info)) {
            // Without an index of its frames, a file is searched, which may find a place a little behind the asked.
            long early = indexed(info) ? 0 : 1_000_000;
            long start = microseconds(frames.timestamps()[0], frames.timeBase());
            long at = microseconds(frames.timestamps()[keyframe], frames.timeBase()) - early;
            if (at > start) {
                arguments.addAll(List.of("-noaccurate_seek", "-seek_timestamp", "1"));
                arguments.addAll(List.of("-ss", BigDecimal.valueOf(at, 6).toPlainString()));
            }
        }
        if (!indexed(info) && !countsFrames(info) && hasKeyframes(frames)) {
            arguments.addAll(List.of("-bsf:v", FROM_KEYFRAME));
        }
        String codec = info.streams().get(info.videoStream()).codec();
        if (info.alpha() && (codec.equals("vp9") || codec.equals("vp8"))) {
            // FFmpeg's own decoder passes over the alpha channel.
            arguments.addAll(List.of("-c:v", codec.equals("vp9") ? "libvpx-vp9" : "libvpx"));
        }
        arguments.addAll(Ffmpeg.guard(source));
        arguments.addAll(List.of("-xerror", "-i", source.input()));
        return arguments;
    }

    /** Options that give exactly the frames of a range to an output. */
    static List<String> output(VideoInfo info, FrameRange range, String filter) {
        FrameTable frames = info.frames();
        String select;
        if (countsFrames(info)) {
            select = "select='gte(n," + range.first() + ")'";
        } else if (range.end() < frames.count()) {
            select = "select='gte(pts," + frames.timestamps()[range.first()] + ")*lt(pts,"
                    + frames.timestamps()[range.end()] + ")'";
        } else {
            select = "select='gte(pts," + frames.timestamps()[range.first()] + ")'";
        }
        List<String> arguments = new ArrayList<>(List.of("-map", "0:" + info.videoStream()));
        String weave = info.traits().interlaced()
                ? "bwdif=mode=send_frame:deint=interlaced,settb=" + frames.timeBase() + ","
                : "";
        arguments.addAll(List.of("-filter_threads", "1", "-filter:v", weave + select + "," + filter));
        arguments.addAll(List.of("-frames:v", String.valueOf(range.count()), "-fps_mode", "passthrough"));
        arguments.addAll(List.of("-enc_time_base", frames.timeBase().toString(), "-threads", "1"));
        return arguments;
    }

    /** Whether frames have to be found by counting, since packets do not say when they are shown. */
    private static boolean countsFrames(VideoInfo info) {
        return info.container().equals("avi");
    }

    /** Whether keyframes are marked: the first frame counts as one in any case. */
    private static boolean hasKeyframes(FrameTable frames) {
        return frames.count() > 1 && frames.keyframeAtOrBefore(frames.count() - 1) > 0;
    }

    private static boolean indexed(VideoInfo info) {
        return info.container().contains("mov") || info.container().contains("matroska");
    }

    /** A time in microseconds, rounded up: a seek goes to a keyframe at or before it. */
    private static long microseconds(long ticks, Rational timeBase) {
        BigInteger product = BigInteger.valueOf(ticks)
                .multiply(BigInteger.valueOf(timeBase.numerator()))
                .multiply(BigInteger.valueOf(1_000_000));
        return new BigDecimal(product)
                .divide(BigDecimal.valueOf(timeBase.denominator()), 0, RoundingMode.CEILING)
                .longValueExact();
    }

    /** Processor seconds that no decoder needs: 2 s a megapixel. */
    static long patience(VideoInfo info, FrameRange range) {
        int needed = Math.max(0, range.first() - EARLIER);
        int from = countsFrames(info) ? 0 : info.frames().keyframeAtOrBefore(needed);
        return 120 + (range.end() - from) * (1 + (long) info.width() * info.height() / 500_000);
    }

    private void finish(boolean whole) throws InterruptedException {
        if (whole) {
            byte[] none = new byte[1];
            decoder.read(none); // an end, unless the decoder is wrong
        }
        int code = decoder.exitCode();
        decoder.checkSilence("decoding " + source.name() + " at " + seconds());
        List<String> errors = decoder.errors();
        Optional<String> forced = Failures.ended(code);
        if (forced.isPresent()) {
            throw new InfrastructureException("the decoder of " + source.name() + " " + forced.get() + " at "
                    + seconds() + Damage.detail(errors));
        }
        Optional<String> damage = Damage.undecoded(errors, begunInside, otherCodecs);
        if (whole && ((code == 0 && damage.isEmpty()) || isDamagedOnlyBehind())) {
            return;
        }
        if (delivered == 0 && Damage.unopened(errors)) {
            throw new InvalidRequestException(source.name() + " " + Damage.whyNotOpened(errors));
        }
        if (source.remote() && Damage.network(errors)) {
            throw new TransientException("the connection to " + source.name() + " broke" + Damage.detail(errors));
        }
        if (whole) {
            throw new PoisonItemException(source.name() + " is damaged between " + format(frames.seconds(range.first()))
                    + " and " + seconds() + Damage.quote(damage));
        }
        throw new PoisonItemException(source.name() + " is damaged at " + seconds() + ": frame "
                + (range.first() + delivered) + " does not decode" + Damage.quote(damage));
    }

    /**
     * Whether the damage that was told lies behind the range: a decoder reads ahead, how far depends on how busy the
     * machine is. Decodes the range once more, without a packet from behind it.
     */
    private boolean isDamagedOnlyBehind() throws InterruptedException {
        if (range.end() == frames.count() || countsFrames(info)) {
            return false;
        }
        List<String> arguments = input(source, info, range);
        String cut = "noise=amount=0:drop='gte(dts," + frames.timestamps()[range.end()] + ")'";
        int filter = arguments.indexOf("-bsf:v") + 1;
        if (filter > 0) {
            arguments.set(filter, arguments.get(filter) + "," + cut);
        } else {
            arguments.addAll(arguments.indexOf("-xerror"), List.of("-bsf:v", cut));
        }
        arguments.addAll(List.of("-map", "0:" + info.videoStream(), "-f", "null", "-"));
        try (ChildProcess check = ffmpeg.ffmpeg(arguments, patience(info, range), false)) {
            int code = check.exitCode();
            return code == 0
                    && Damage.undecoded(check.errors(), begunInside, otherCodecs)
                            .isEmpty();
        }
    }

    /** When the frame that was to be read is shown. */
    private String seconds() {
        return format(frames.seconds(range.first() + delivered));
    }

    private static String format(double seconds) {
        return String.format(Locale.ROOT, "%.3f s", seconds);
    }
}
