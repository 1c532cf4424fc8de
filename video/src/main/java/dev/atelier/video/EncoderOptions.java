package dev.atelier.video;

import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.VideoCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of each encoder: one thread, and nothing that depends on the machine, so that the same frames give the
 * same bytes everywhere.
 *
 * @param pixels the pixel format to convert frames to
 * @param options what selects and sets the encoder
 * @param container the format of a segment's file
 */
record EncoderOptions(String pixels, List<String> options, String container) {
    EncoderOptions {
        options = List.copyOf(options);
    }

    /**
     * @param even whether the video's pace is even; frames of an uneven one are not reordered, since players take the
     *     length of a file from decoding times
     */
    static EncoderOptions of(EncodeSettings settings, PictureFormat format, int width, int height, boolean even) {
        boolean deep = format.depth() > 8;
        boolean odd = (width | height) % 2 != 0;
        int quality = settings.quality();
        List<String> options = new ArrayList<>(List.of("-threads", "1"));
        return switch (settings.codec()) {
            case H264 -> {
                options.addAll(List.of("-c:v", "libx264", "-preset", "veryfast", "-crf", rate(40, 12, quality)));
                options.addAll(
                        List.of("-x264-params", "threads=1:lookahead-threads=1:sliced-threads=0:cpu-independent=1"));
                options.addAll(even ? List.of() : List.of("-bf", "0"));
                yield new EncoderOptions((odd ? "yuv444p" : "yuv420p") + (deep ? "10le" : ""), options, "mp4");
            }
            case HEVC -> {
                options.addAll(List.of("-c:v", "libx265", "-preset", "veryfast", "-crf", rate(43, 15, quality)));
                options.addAll(List.of(
                        "-x265-params",
                        "log-level=error:info=0:pools=none:frame-threads=1:wpp=0:open-gop=0"
                                + (even ? "" : ":bframes=0")));
                options.addAll(List.of("-tag:v", "hvc1"));
                yield new EncoderOptions((odd ? "yuv444p" : "yuv420p") + (deep ? "10le" : ""), options, "mp4");
            }
            case VP9 -> {
                options.addAll(List.of("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "6"));
                options.addAll(List.of("-row-mt", "0", "-b:v", "0", "-crf", rate(58, 14, quality)));
                if (format.hasAlpha()) {
                    // MP4 has no place for VP9's alpha.
                    yield new EncoderOptions("yuva420p", options, "matroska");
                }
                yield new EncoderOptions(deep ? "yuv420p10le" : "yuv420p", options, "mp4");
            }
            case AV1 -> {
                options.addAll(List.of("-c:v", "libsvtav1", "-preset", "10", "-crf", rate(60, 16, quality)));
                options.addAll(List.of("-svtav1-params", "lp=1"));
                yield new EncoderOptions(deep ? "yuv420p10le" : "yuv420p", options, "mp4");
            }
            case FFV1 -> {
                options.addAll(List.of("-c:v", "ffv1", "-level", "3", "-g", "1", "-slices", "4", "-slicecrc", "1"));
                String pixels =
                        deep ? (format.hasAlpha() ? "gbrap16le" : "gbrp16le") : format.hasAlpha() ? "bgra" : "bgr0";
                yield new EncoderOptions(pixels, options, "mov");
            }
            case PRORES -> {
                String profile = format.hasAlpha() ? "4444" : "hq";
                options.addAll(List.of("-c:v", "prores_ks", "-profile:v", profile, "-vendor", "apl0"));
                options.addAll(List.of("-q:v", rate(20, 2, quality)));
                yield new EncoderOptions(format.hasAlpha() ? "yuva444p10le" : "yuv422p10le", options, "mov");
            }
        };
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
