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
import dev.atelier.core.media.StreamInfo;
import dev.atelier.core.media.VideoInfo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a range of frames from a decoder that begins at the last keyframe before it. A frame is given only if it is the
 * one that is due by its timestamp, and nothing was wrong with it or with any frame decoded before it.
 *
 * <p>Not every frame that is marked as a keyframe is one: streams may be refreshed bit by bit and show a whole picture
 * only after many frames, and marks may be wrong. A decoder that begins at such a place gives no picture, or says so:
 * then decoding begins earlier, at last at the beginning of the video.
 */
final class RangeReader implements FrameReader {
    /** Frames: more than encoders let pass between two whole pictures. */
    private static final int EARLIER = 300;

    private final Ffmpeg ffmpeg;
    private final SourceAddress source;
    private final FrameTable frames;
    private final int width;
    private final int height;
    private final PictureFormat format;
    private final String filter;
    private final Set<String> otherCodecs;
    private final int end;
    private int next;
    private RangeArguments plan;
    private ChildProcess decoder;
    /** The first frame that is known not to decode; the range's end if there is none, -1 if it was not searched for. */
    private int lost = -1;

    /** What the decoder said of it. */
    private Optional<String> complaint = Optional.empty();

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
        this.frames = info.frames();
        this.width = width;
        this.height = height;
        this.format = format;
        this.filter = ColourFilter.toRgb(info, width, height, PixelLayout.of(format));
        this.next = range.first();
        this.end = range.end();
        String codec = info.streams().get(info.videoStream()).codec();
        otherCodecs = info.streams().stream()
                .map(StreamInfo::codec)
                .filter(other -> !other.equals(codec))
                .collect(Collectors.toSet());
        begin(RangeArguments.of(source, info, range));
    }

    private void begin(RangeArguments arguments) {
        if (decoder != null) {
            decoder.close();
        }
        plan = arguments;
        List<String> command = plan.input(ffmpeg.decodingGuard(source));
        command.addAll(plan.output(filter));
        command.addAll(RangeArguments.stamps());
        command.addAll(List.of("-f", "rawvideo", "pipe:1"));
        decoder = ffmpeg.ffmpeg(command, plan.patience(), false);
    }

    @Override
    public Picture next() throws InterruptedException {
        byte[] samples = next == end ? null : new byte[format.bytes(width, height)];
        while (next < end) {
            if (next == lost) {
                throw undecodable();
            }
            boolean whole = decoder.read(samples) == samples.length;
            boolean due = whole && isDue(decoder.stamp());
            // Damage may be told only at the end: the last frame is not given before that is known.
            boolean ends = !whole || (due && next + 1 == plan.range().end());
            int code = ends ? end(whole) : 0;
            boolean keyframe = !plan.begunInside() || !Damage.noKeyframe(decoder.errors());
            if (lost < 0) {
                complaint = Damage.undecoded(decoder.errors(), plan.lacksReferences(), otherCodecs);
            }
            boolean sound = lost >= 0 || (code == 0 && complaint.isEmpty());
            if (due && keyframe && sound) {
                next++;
                return new Picture(width, height, format, samples);
            }
            recover(keyframe && !sound);
        }
        return null;
    }

    /**
     * Finds another way to the next frame: without the packets that a decoder complains of, or from an earlier keyframe.
     *
     * @throws PoisonItemException if there is none
     */
    private void recover(boolean damaged) throws InterruptedException {
        if (lost >= 0) {
            throw undecodable();
        }
        if (damaged) {
            SoundPart part = SoundPart.of(ffmpeg, plan.rest(next), otherCodecs);
            if (part.end() > next) {
                lost = Math.min(part.end(), end);
                begin(plan.rest(next).until(lost).withPackets(part.packets()));
                return;
            }
        }
        if (!plan.begunInside()) {
            throw undecodable();
        }
        RangeArguments earlier = plan.rest(next).earlier(EARLIER);
        begin(earlier.keyframe() < plan.keyframe() ? earlier : plan.rest(next).earlier(next));
    }

    /**
     * Whether a decoded frame is the one that is due. A time in the table may be later than the true one, where a file
     * gives several frames the same.
     */
    private boolean isDue(OptionalLong stamp) {
        if (plan.countsFrames() || stamp.isEmpty()) {
            return stamp.isPresent();
        }
        long time = stamp.getAsLong();
        long before = next == 0 ? Long.MIN_VALUE : frames.timestamps()[next - 1];
        boolean last = next + 1 == frames.count();
        return (time > before || frames.timestamps()[next] == before + 1) && (last || time < frames.until(next));
    }

    /** Waits for the decoder's end and returns its exit code. */
    private int end(boolean whole) throws InterruptedException {
        if (whole) {
            decoder.read(new byte[1]); // an end, unless the decoder is wrong
        }
        int code = decoder.exitCode();
        decoder.checkSilence("decoding " + source.name() + " at " + seconds());
        List<String> errors = decoder.errors();
        Optional<String> forced = Failures.ended(code);
        if (forced.isPresent()) {
            throw new InfrastructureException("the decoder of " + source.name() + " " + forced.get() + " at "
                    + seconds() + Damage.detail(errors));
        }
        if (code != 0 && Damage.unopened(errors)) {
            throw new InvalidRequestException(source.name() + " " + Damage.whyNotOpened(errors));
        }
        if (code != 0 && source.remote() && Damage.network(errors)) {
            throw new TransientException("the connection to " + source.name() + " broke" + Damage.detail(errors));
        }
        return code;
    }

    private PoisonItemException undecodable() {
        return new PoisonItemException(source.name() + " is damaged at " + seconds() + ": frame " + next
                + " does not decode" + Damage.quote(complaint));
    }

    /** When the frame that is due is shown. */
    private String seconds() {
        return String.format(Locale.ROOT, "%.3f s", frames.seconds(next));
    }

    @Override
    public void close() {
        decoder.close();
    }
}
