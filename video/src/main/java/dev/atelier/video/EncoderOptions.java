package dev.atelier.video;

import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.PictureTraits;
import dev.atelier.core.media.PictureTraits.Chroma;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.media.VideoEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of each encoder: of software one thread, and nothing that depends on the machine, so that the same frames
 * give the same bytes everywhere.
 *
 * @param pixels the pixel format to convert frames to
 * @param options what selects and sets the encoder
 * @param container the format of a segment's file
 * @param upload a filter that comes after all others, with a comma before it; empty if there is none
 */
record EncoderOptions(String pixels, List<String> options, String container, String upload) {
    private static final Pattern PAIR = Pattern.compile("([A-Z]+)\\((\\d+),(\\d+)\\)");

    EncoderOptions {
        options = List.copyOf(options);
    }

    EncoderOptions(String pixels, List<String> options, String container) {
        this(pixels, options, container, "");
    }

    /**
     * @param even whether the video's pace is even; frames of an uneven one are not reordered, since players take the
     *     length of a file from decoding times
     */
    static EncoderOptions of(EncodeSettings settings, PictureFormat format, int width, int height, boolean even) {
        boolean deep = format.depth() > 8;
        if (settings.encoder() != VideoEncoder.SOFTWARE) {
            return HardwareOptions.of(settings, deep, width, height);
        }
        String pixels = pixels(settings.codec(), settings.traits().chroma(), width, height) + (deep ? "10le" : "");
        int quality = settings.quality();
        List<String> options = new ArrayList<>(List.of("-threads", "1"));
        return switch (settings.codec()) {
            case H264 -> {
                options.addAll(List.of("-c:v", "libx264", "-preset", "veryfast", "-crf", rate(40, 12, quality)));
                options.addAll(List.of(
                        "-x264-params",
                        "threads=1:lookahead-threads=1:sliced-threads=0:cpu-independent=1"
                                + light(settings.traits(), ":mastering-display=", ":cll=")));
                options.addAll(even ? List.of() : List.of("-bf", "0"));
                yield new EncoderOptions(pixels, options, "mp4");
            }
            case HEVC -> {
                options.addAll(List.of("-c:v", "libx265", "-preset", "veryfast", "-crf", rate(43, 15, quality)));
                options.addAll(List.of(
                        "-x265-params",
                        "log-level=error:info=0:pools=none:frame-threads=1:wpp=0:open-gop=0"
                                + (even ? "" : ":bframes=0")
                                + light(settings.traits(), ":master-display=", ":max-cll=")));
                options.addAll(List.of("-tag:v", "hvc1"));
                yield new EncoderOptions(pixels, options, "mp4");
            }
            case VP9 -> {
                options.addAll(List.of("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "6"));
                options.addAll(List.of("-row-mt", "0", "-b:v", "0", "-crf", rate(58, 14, quality)));
                if (format.hasAlpha()) {
                    // MP4 has no place for VP9's alpha.
                    yield new EncoderOptions("yuva420p", options, "matroska");
                }
                // This build of libvpx has 8 bits only; the report of a join tells of it.
                String plain = settings.traits().chroma() == Chroma.C444
                        ? "yuv444p"
                        : settings.traits().chroma() == Chroma.C422 ? "yuv422p" : "yuv420p";
                yield new EncoderOptions(plain, options, "mp4");
            }
            case AV1 -> {
                options.addAll(List.of("-c:v", "libsvtav1", "-preset", "10", "-crf", rate(60, 16, quality)));
                options.addAll(List.of("-svtav1-params", "lp=1" + decimals(settings.traits())));
                yield new EncoderOptions(deep ? "yuv420p10le" : "yuv420p", options, "mp4");
            }
            case FFV1 -> {
                options.addAll(List.of("-c:v", "ffv1", "-level", "3", "-g", "1", "-slices", "4", "-slicecrc", "1"));
                String exact =
                        deep ? (format.hasAlpha() ? "gbrap16le" : "gbrp16le") : format.hasAlpha() ? "bgra" : "bgr0";
                yield new EncoderOptions(exact, options, "mov");
            }
            case PRORES -> {
                boolean full =
                        format.hasAlpha() || width % 2 != 0 || settings.traits().chroma() == Chroma.C444;
                String profile = full ? "4444" : "hq";
                options.addAll(List.of("-c:v", "prores_ks", "-profile:v", profile, "-vendor", "apl0"));
                options.addAll(List.of("-q:v", rate(20, 2, quality)));
                String samples = format.hasAlpha() ? "yuva444p10le" : full ? "yuv444p10le" : "yuv422p10le";
                yield new EncoderOptions(samples, options, "mov");
            }
        };
    }

    /** The finest samples that keep the source's, in what the encoder takes: sides of half samples have to be even. */
    private static String pixels(VideoCodec codec, Chroma chroma, int width, int height) {
        if (codec == VideoCodec.AV1) {
            return "yuv420p";
        }
        boolean wide = width % 2 != 0 || (chroma == Chroma.C420 && height % 2 != 0);
        return wide || chroma == Chroma.C444 ? "yuv444p" : chroma == Chroma.C422 ? "yuv422p" : "yuv420p";
    }

    private static String light(PictureTraits traits, String mastering, String contentLight) {
        return (traits.mastering().isEmpty() ? "" : mastering + traits.mastering())
                + (traits.contentLight().isEmpty() ? "" : contentLight + traits.contentLight());
    }

    /** SVT-AV1 takes the same notation in units of 1 instead of 1/50000 and 1/10000. */
    private static String decimals(PictureTraits traits) {
        Matcher numbers = PAIR.matcher(traits.mastering());
        String mastering = numbers.replaceAll(pair -> {
            double unit = pair.group(1).equals("L") ? 10_000 : 50_000;
            return String.format(
                    Locale.ROOT,
                    "%s(%.5f,%.5f)",
                    pair.group(1),
                    Integer.parseInt(pair.group(2)) / unit,
                    Integer.parseInt(pair.group(3)) / unit);
        });
        return (mastering.isEmpty() ? "" : ":mastering-display=" + mastering)
                + (traits.contentLight().isEmpty() ? "" : ":content-light=" + traits.contentLight());
    }

    /** Whether frames stay RGB. */
    static boolean keepsRgb(VideoCodec codec) {
        return codec == VideoCodec.FFV1;
    }

    /** The encoder's own measure, from worst (quality 0) to best (quality 100). */
    private static String rate(int worst, int best, int quality) {
        return String.valueOf(Math.round(worst + (best - worst) * quality / 100.0));
    }
}
