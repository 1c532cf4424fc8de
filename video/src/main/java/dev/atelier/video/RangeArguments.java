package dev.atelier.video;

import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.VideoInfo;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * What FFmpeg has to be told to decode a range of frames. The frames are selected by their timestamps as integers, so
 * that no rounding can move a border.
 *
 * @param range the frames to give
 * @param from the frame at whose keyframe decoding begins: at or before the first of the range
 * @param packets how many packets to decode at most, counted from where decoding begins
 */
record RangeArguments(SourceAddress source, VideoInfo info, FrameRange range, int from, int packets) {
    private static final int ALL = Integer.MAX_VALUE;

    /** Drops packets up to a keyframe: what a search may find first, which cannot be decoded. */
    private static final String FROM_KEYFRAME = "noise=amount=0:drop='if(key,st(0,1));not(ld(0))'";

    /** Without an index of its frames, a file is searched, which may find a place a little behind the asked. */
    private static final long EARLY = 1_000_000;

    /** Frames that a decoder may hold back, and then some. */
    private static final int DELAY = 64;

    /** From the last keyframe before the range, to its end. */
    static RangeArguments of(SourceAddress source, VideoInfo info, FrameRange range) {
        return new RangeArguments(source, info, range, range.first(), ALL);
    }

    /** The same, for what remains of the range. */
    RangeArguments rest(int first) {
        return new RangeArguments(source, info, new FrameRange(first, range.end() - first), from, packets);
    }

    /** The same, for what comes before a frame. */
    RangeArguments until(int end) {
        FrameRange part = new FrameRange(range.first(), end - range.first());
        return new RangeArguments(source, info, part, from, packets);
    }

    RangeArguments withPackets(int most) {
        return new RangeArguments(source, info, range, from, most);
    }

    /** The same, but decoding begins at a keyframe at least so many frames before the range. */
    RangeArguments earlier(int frames) {
        return new RangeArguments(source, info, range, Math.max(0, range.first() - frames), packets);
    }

    /** The frame that decoding begins with. */
    int keyframe() {
        // Whole frames are made of a frame's fields and its neighbours': what is before has to be decoded too.
        int needed = Math.max(0, from - (info.traits().interlaced() ? 1 : 0));
        return countsFrames() ? 0 : info.frames().keyframeAtOrBefore(needed);
    }

    /** Whether decoding begins in the middle of the video. */
    boolean begunInside() {
        return seek() > Long.MIN_VALUE;
    }

    /** Whether pictures may lack others that lie before the place where decoding begins. */
    boolean lacksReferences() {
        return begunInside() || info.traits().cutOff();
    }

    /** More packets than it takes to decode the range. */
    int enoughPackets() {
        FrameTable frames = info.frames();
        double begun = frames.seconds(keyframe()) - 2 * EARLY / 1e6;
        int first = keyframe();
        while (first > 0 && frames.seconds(first) > begun) {
            first--;
        }
        int most = range.end() - frames.keyframeAtOrBefore(first) + DELAY;
        return info.traits().interlaced() ? 2 * most : most; // two fields may be two packets
    }

    /**
     * Options that open the source at the place where decoding has to begin.
     *
     * @param guard those that keep the source within bounds
     */
    List<String> input(List<String> guard) {
        List<String> arguments =
                new ArrayList<>(List.of("-copyts", "-threads", "1", "-flags", "+bitexact-output_corrupt"));
        if (begunInside()) {
            arguments.addAll(List.of("-noaccurate_seek", "-seek_timestamp", "1"));
            arguments.addAll(List.of("-ss", BigDecimal.valueOf(seek(), 6).toPlainString()));
        }
        List<String> filters = new ArrayList<>();
        if (!indexed() && !countsFrames() && (begunInside() || info.frames().keyframes()[0])) {
            filters.add(FROM_KEYFRAME);
        }
        if (packets < ALL) {
            filters.add("noise=amount=0:drop='gte(n," + packets + ")'");
        }
        if (!filters.isEmpty()) {
            arguments.addAll(List.of("-bsf:v", String.join(",", filters)));
        }
        String codec = info.streams().get(info.videoStream()).codec();
        if (info.alpha() && (codec.equals("vp9") || codec.equals("vp8"))) {
            // FFmpeg's own decoder passes over the alpha channel.
            arguments.addAll(List.of("-c:v", codec.equals("vp9") ? "libvpx-vp9" : "libvpx"));
        }
        arguments.addAll(guard);
        arguments.addAll(List.of("-xerror", "-i", source.input()));
        return arguments;
    }

    /** Options that give exactly the frames of the range to an output. */
    List<String> output(String filter) {
        FrameTable frames = info.frames();
        String select;
        if (countsFrames()) {
            select = "select='gte(n," + range.first() + ")'";
        } else if (range.end() < frames.count()) {
            select = "select='gte(pts," + frames.timestamps()[range.first()] + ")*lt(pts,"
                    + frames.timestamps()[range.end()] + ")'";
        } else {
            select = "select='gte(pts," + frames.timestamps()[range.first()] + ")'";
        }
        List<String> arguments = new ArrayList<>(frames(select + "," + filter));
        arguments.addAll(List.of("-frames:v", String.valueOf(range.count())));
        return arguments;
    }

    /** Options that give every frame that is decoded to an output. */
    List<String> frames(String filter) {
        String clock = info.frames().timeBase().toString();
        String weave = info.traits().interlaced() ? "bwdif=mode=send_frame:deint=interlaced,settb=" + clock + "," : "";
        List<String> arguments = new ArrayList<>(List.of("-map", "0:" + info.videoStream()));
        arguments.addAll(List.of("-filter_threads", "1", "-filter:v", weave + filter, "-fps_mode", "passthrough"));
        arguments.addAll(List.of("-enc_time_base", clock, "-threads", "1"));
        return arguments;
    }

    /** Options that stamp each frame's time on the standard error, before the frame is given. */
    static List<String> stamps() {
        return List.of("-stats_enc_pre:v", "pipe:2", "-stats_enc_pre_fmt:v", ErrorLog.STAMP + "{pts}");
    }

    /** Processor seconds that no decoder needs: 2 s a megapixel. */
    long patience() {
        return 120 + (range.end() - keyframe()) * (1 + (long) info.width() * info.height() / 500_000);
    }

    /** Whether frames have to be found by counting, since packets do not say when they are shown. */
    boolean countsFrames() {
        return info.container().equals("avi");
    }

    private boolean indexed() {
        return info.container().contains("mov") || info.container().contains("matroska");
    }

    /** Where to begin, in microseconds; the least number if at the beginning. */
    private long seek() {
        FrameTable frames = info.frames();
        int keyframe = keyframe();
        if (keyframe == 0) {
            return Long.MIN_VALUE;
        }
        long start = microseconds(frames.timestamps()[0], frames.timeBase());
        long at = microseconds(frames.timestamps()[keyframe], frames.timeBase()) - (indexed() ? 0 : EARLY);
        return at > start ? at : Long.MIN_VALUE;
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
}
