package dev.atelier.video;

import dev.atelier.core.media.ColourTags;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.PictureTraits;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.media.VideoEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of the machine's encoders work. FFmpeg lists those that it was built for, wherever it runs: only a trial tells
 * whether there is the device and its driver.
 */
public final class HardwareEncoders {
    /** What hardware encodes to. */
    static final Set<VideoCodec> CODECS = Set.of(VideoCodec.H264, VideoCodec.HEVC, VideoCodec.AV1);

    /** The least side that all of them take. */
    private static final int SIDE = 256;

    private static final long CPU_SECONDS = 30;

    private final Ffmpeg ffmpeg;

    public HardwareEncoders(FfmpegTools tools, Limits limits) {
        ffmpeg = new Ffmpeg(tools, limits);
    }

    /** Why a codec cannot be encoded so: nothing if it can. */
    public Optional<String> refusal(VideoEncoder encoder, VideoCodec codec) throws InterruptedException {
        if (encoder == VideoEncoder.SOFTWARE) {
            return Optional.empty();
        }
        if (!CODECS.contains(codec)) {
            return Optional.of(name(codec) + " is not encoded by hardware; expected one of "
                    + CODECS.stream().sorted().map(HardwareEncoders::name).collect(Collectors.joining(", ")));
        }
        return trial(encoder, codec);
    }

    /** The encoders that work, a phrase each, such as {@code nvenc (h264, hevc)}. */
    public List<String> working() throws InterruptedException {
        List<String> working = new ArrayList<>();
        for (VideoEncoder encoder : VideoEncoder.values()) {
            List<String> codecs = new ArrayList<>();
            for (VideoCodec codec : CODECS.stream().sorted().toList()) {
                if (encoder != VideoEncoder.SOFTWARE && trial(encoder, codec).isEmpty()) {
                    codecs.add(name(codec));
                }
            }
            if (!codecs.isEmpty()) {
                working.add(name(encoder) + " (" + String.join(", ", codecs) + ")");
            }
        }
        return working;
    }

    /** Encodes two frames to nothing. */
    private Optional<String> trial(VideoEncoder encoder, VideoCodec codec) throws InterruptedException {
        var settings =
                new EncodeSettings(codec, 50, ColourTags.UNSPECIFIED, new Rational(1, 1), PictureTraits.PLAIN, encoder);
        EncoderOptions options = EncoderOptions.of(settings, PictureFormat.RGB8, SIDE, SIDE, true);
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i"));
        arguments.add("color=size=" + SIDE + "x" + SIDE + ":rate=25:duration=0.08,format=gbrp");
        arguments.addAll(SegmentEncoder.output(settings, options));
        arguments.addAll(List.of("-f", "null", "-"));
        try (ChildProcess child = ffmpeg.ffmpeg(arguments, CPU_SECONDS, false)) {
            int code = child.exitCode();
            return code == 0
                    ? Optional.empty()
                    : Optional.of(name(encoder) + " does not encode " + name(codec) + " on this machine"
                            + Damage.detail(child.errors()));
        }
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** All that can be asked for, whether it works or not. */
    public static List<String> names() {
        return Stream.of(VideoEncoder.values()).map(HardwareEncoders::name).toList();
    }
}
