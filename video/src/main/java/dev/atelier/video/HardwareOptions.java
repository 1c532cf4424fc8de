package dev.atelier.video;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.VideoCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The options of encoders in hardware, which take 4:2:0 with even sides, and reorder no frames here. */
final class HardwareOptions {
    /** The longest distance of two keyframes, in frames. */
    private static final String GROUP = "250";

    /** The first device of Linux that renders. */
    private static final String RENDER_NODE = "/dev/dri/renderD128";

    private HardwareOptions() {}

    static EncoderOptions of(EncodeSettings settings, boolean deep, int width, int height) {
        String family = settings.encoder().name().toLowerCase(Locale.ROOT);
        if (width % 2 != 0 || height % 2 != 0) {
            throw new InvalidRequestException("frames of " + width + "x" + height + " cannot be encoded with " + family
                    + ", which takes even sides only; leave --encoder out, or choose another --size");
        }
        List<String> options = new ArrayList<>();
        int quality = settings.quality();
        String upload = "";
        switch (settings.encoder()) {
            case NVENC -> options.addAll(List.of("-preset", "p5", "-rc", "vbr", "-b:v", "0", "-cq", step(quality)));
            case QSV -> options.addAll(List.of("-preset", "medium", "-global_quality", step(quality)));
            case VAAPI -> {
                options.addAll(List.of("-vaapi_device", RENDER_NODE, "-rc_mode", "CQP", "-global_quality"));
                options.add(step(quality));
                upload = ",hwupload";
            }
            case VIDEOTOOLBOX -> options.addAll(List.of("-q:v", String.valueOf(Math.max(1, quality))));
            case SOFTWARE -> throw new IllegalArgumentException("software is not hardware");
        }
        String codec = settings.codec().name().toLowerCase(Locale.ROOT);
        options.addAll(List.of("-c:v", codec + "_" + family, "-bf", "0", "-g", GROUP));
        options.addAll(settings.codec() == VideoCodec.HEVC ? List.of("-tag:v", "hvc1") : List.of());
        // H.264 in hardware has 8 bits.
        boolean tenBits = deep && settings.codec() != VideoCodec.H264;
        return new EncoderOptions((tenBits ? "p010le" : "nv12"), options, "mp4", upload);
    }

    /** The quantiser, from 45 (quality 0) to 15 (quality 100). */
    private static String step(int quality) {
        return String.valueOf(Math.round(45 - 30 * quality / 100.0));
    }
}
