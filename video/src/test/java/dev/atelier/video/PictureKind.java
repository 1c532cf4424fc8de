package dev.atelier.video;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Small lossless videos with the kinds of pictures that there are. */
enum PictureKind {
    EIGHT_BITS("4:2:0, 8 bits, BT.601", "yuv420p", "tv smpte170m smpte170m smpte170m"),
    HIGH_DEFINITION("4:2:0, 8 bits, BT.709", "yuv420p", "tv bt709 bt709 bt709"),
    FULL_RANGE("4:2:0, 8 bits, BT.709, full range", "yuv420p", "pc bt709 bt709 bt709"),
    WIDE_GAMUT("4:2:0, 10 bits, BT.2020", "yuv420p10le", "tv bt2020nc bt2020 bt2020-10"),
    HDR10("4:2:0, 10 bits, PQ (HDR10)", "yuv420p10le", "tv bt2020nc bt2020 smpte2084"),
    HLG("4:2:0, 10 bits, HLG", "yuv420p10le", "tv bt2020nc bt2020 arib-std-b67"),
    STUDIO("4:2:2, 10 bits, BT.709", "yuv422p10le", "tv bt709 bt709 bt709"),
    HALF("4:2:2, 8 bits, BT.709", "yuv422p", "tv bt709 bt709 bt709"),
    FINE("4:4:4, 8 bits, BT.709", "yuv444p", "tv bt709 bt709 bt709"),
    UNTAGGED("4:2:0, 8 bits, not tagged", "yuv420p", ""),
    TRANSPARENT("4:2:0 with alpha", "yuva420p", "tv bt709 bt709 bt709"),
    ODD("4:2:0, odd sides", "yuv420p", "tv bt709 bt709 bt709");

    private final String what;
    private final String pixels;
    private final String tags;

    PictureKind(String what, String pixels, String tags) {
        this.what = what;
        this.pixels = pixels;
        this.tags = tags;
    }

    String what() {
        return what;
    }

    String pixels() {
        return pixels;
    }

    /** Range, matrix, primaries, transfer, as ffprobe names them. */
    String tags() {
        return tags.isEmpty() ? "tv unknown unknown unknown" : tags;
    }

    /** Six frames of soft colours, which drift. */
    Path in(Path folder) throws Exception {
        Path file = folder.resolve(name().toLowerCase(Locale.ROOT) + ".mkv");
        if (Files.exists(file)) {
            return file;
        }
        String size = this == ODD ? "161x91" : "160x90";
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i"));
        arguments.add("gradients=size=" + size + ":rate=25:duration=0.24:n=4:seed=7:speed=0.02"
                + (this == TRANSPARENT
                        ? ":c0=red@0.2:c1=green@0.9:c2=blue@0.5:c3=white"
                        : ":c0=0xd04020:c1=0x208040" + ":c2=0x3050c0:c3=0xe0d8b0"));
        String[] tag = tags.split(" ", -1);
        String filter = tags.isEmpty()
                ? "scale,format=" + pixels
                : "scale=out_color_matrix=" + (tag[1].equals("bt2020nc") ? "bt2020" : tag[1]) + ":out_range=" + tag[0]
                        + ":flags=accurate_rnd+full_chroma_int,format=" + pixels + ",setparams=range=" + tag[0]
                        + ":colorspace=" + tag[1] + ":color_primaries=" + tag[2] + ":color_trc=" + tag[3];
        arguments.addAll(List.of("-vf", filter, "-c:v", "ffv1"));
        if (this == FULL_RANGE) {
            arguments.addAll(List.of("-c:v", "libx264", "-qp", "0")); // FFV1 does not tell the range
        }
        if (this == HDR10) {
            // Lossless, for the metadata is in the stream and not in the container.
            arguments.addAll(
                    List.of(
                            "-c:v",
                            "libx265",
                            "-x265-params",
                            "log-level=none:lossless=1:master-display="
                                    + "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400"));
        }
        arguments.add(file.toString());
        Program.ffmpeg(arguments.toArray(String[]::new));
        return file;
    }
}
