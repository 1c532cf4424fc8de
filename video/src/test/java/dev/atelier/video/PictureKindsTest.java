package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.media.VideoInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kinds of pictures through every codec: what stays of them, told by FFmpeg's own programs. */
final class PictureKindsTest {
    private static final List<VideoCodec> CODECS = List.of(VideoCodec.values());
    private static final FormatsPage PAGE =
            new FormatsPage("Picture", List.of("source", "H.264", "HEVC", "VP9", "AV1", "FFV1", "ProRes"));

    private static final Pattern PSNR = Pattern.compile("PSNR y:(\\S+) u:(\\S+) v:(\\S+)");

    private static final List<PictureKind> PLACES = List.of(PictureKind.values());

    @TempDir
    static Path folder;

    @AfterAll
    static void the_page_says_the_same() throws Exception {
        PAGE.check(PictureKind.values().length);
    }

    @ParameterizedTest
    @EnumSource(PictureKind.class)
    void stays_what_it_is_or_the_report_says_what_changed(PictureKind kind) throws Exception {
        Path source = kind.in(folder);
        List<String> cells = new ArrayList<>(List.of(kind.what()));
        for (VideoCodec codec : CODECS) {
            var journey = new Journey(new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT), folder, 5);
            Journey.Result result = journey.of(source, Container.MKV, codec, 100);
            Map<String, String> back = new Reading(result.output()).streams().get(0);
            String where = kind + " as " + codec;
            boolean rgb = codec == VideoCodec.FFV1;
            List<String> tags = Arrays.asList(kind.tags().split(" ", -1));
            assertThat(back.get("color_primaries")).as(where).isEqualTo(tags.get(2));
            assertThat(back.get("color_transfer")).as(where).isEqualTo(tags.get(3));
            if (!rgb) {
                assertThat(back.get("color_space")).as(where).isEqualTo(tags.get(1));
                boolean limited = codec == VideoCodec.PRORES;
                assertThat(back.get("color_range").replace("unknown", "tv"))
                        .as(where)
                        .isEqualTo(limited ? "tv" : tags.get(0));
                assertThat(limited && tags.get(0).equals("pc"))
                        .isEqualTo(String.join(" ", result.report().converted()).contains("full range to limited"));
            }
            checkKind(kind, result, back, where);
            if (kind == PictureKind.HDR10 && codec == VideoCodec.AV1) {
                // FFmpeg's decoder of AV1 does not tell; the bitstream does.
                String headers = Program.run(
                                SharedTools.TOOLS,
                                List.of(
                                        SharedTools.TOOLS.ffmpeg().toString(),
                                        "-v",
                                        "verbose",
                                        "-i",
                                        result.output().toString(),
                                        "-c",
                                        "copy",
                                        "-bsf:v",
                                        "trace_headers",
                                        "-f",
                                        "null",
                                        "-"))
                        .errors();
                assertThat(headers).containsPattern("max_cll .*= 1000").containsPattern("luminance_max .*= 256000");
            }
            if (kind == PictureKind.HDR10 && (codec == VideoCodec.HEVC || codec == VideoCodec.H264)) {
                assertThat(String.join(
                                " ",
                                new Reading(result.output())
                                        .probe("-read_intervals", "%+#1", "-show_frames", "-of", "flat")))
                        .as(where)
                        .contains(
                                "Mastering display",
                                "max_luminance=\"10000000/10000",
                                "max_content=1000",
                                "max_average=400");
            }
            double psnr = psnr(source, result.output(), kind);
            // 8 bits of RGB alone give 45 dB and more in smooth pictures; libvpx in its fast mode loses more.
            assertThat(psnr).as(where).isGreaterThan(codec == VideoCodec.VP9 || codec == VideoCodec.AV1 ? 36 : 42);
            cells.add(
                    result.report().converted().isEmpty()
                            ? "kept"
                            : result.report().converted().stream()
                                    .map(phrase -> phrase.replaceFirst("video #0: ", "")
                                            .replaceFirst(", .*", ""))
                                    .reduce((a, b) -> a + "; " + b)
                                    .orElseThrow());
        }
        PAGE.row(PLACES.indexOf(kind), cells);
    }

    private static void checkKind(PictureKind kind, Journey.Result result, Map<String, String> back, String where) {
        List<String> changes = result.report().converted();
        VideoInfo info = result.info();
        String pixels = back.get("pix_fmt");
        boolean deep = pixels.contains("10") || pixels.contains("16") || pixels.contains("12");
        assertThat(deep || info.depth() == 8 || changes.stream().anyMatch(c -> c.contains("bits")))
                .as(where + " depth")
                .isTrue();
        boolean rgb = pixels.startsWith("gb") || pixels.startsWith("bgr");
        int sampling = kind.pixels().contains("444") ? 2 : kind.pixels().contains("422") ? 1 : 0;
        int got = rgb || pixels.contains("444") ? 2 : pixels.contains("422") ? 1 : 0;
        assertThat(got >= sampling || changes.stream().anyMatch(c -> c.contains("colour sampling")))
                .as(where + " sampling " + pixels)
                .isTrue();
        boolean alpha = (pixels.contains("a") && !pixels.equals("gray"))
                || "1".equals(back.getOrDefault("tag:alpha_mode", back.get("tag:ALPHA_MODE")));
        assertThat(!info.alpha() || alpha || changes.stream().anyMatch(c -> c.contains("transparency")))
                .as(where + " alpha")
                .isTrue();
        assertThat(List.of(back.get("width"), back.get("height")))
                .as(where)
                .isEqualTo(kind == PictureKind.ODD ? List.of("161", "91") : List.of("160", "90"));
    }

    /** The worse of luma and the colours, in the source's samples. */
    private static double psnr(Path source, Path output, PictureKind kind) throws Exception {
        String pixels = kind.pixels().replace("yuva", "yuv");
        String same = "scale=flags=accurate_rnd+full_chroma_int:in_range=auto,format=" + pixels;
        String matrix = kind.tags().split(" ", -1)[1];
        String range = kind.tags().split(" ", -1)[0];
        String back = "scale=flags=accurate_rnd+full_chroma_int:out_range=" + range + ":out_color_matrix="
                + (matrix.equals("unknown") ? "smpte170m" : matrix.replace("bt2020nc", "bt2020")) + ",format=" + pixels;
        String text = Program.run(
                        SharedTools.TOOLS,
                        List.of(
                                SharedTools.TOOLS.ffmpeg().toString(),
                                "-hide_banner",
                                "-i",
                                output.toString(),
                                "-i",
                                source.toString(),
                                "-lavfi",
                                "[0:v]" + back + ",setpts=N/TB/25[a];[1:v]" + same + ",setpts=N/TB/25[b];[a][b]psnr",
                                "-f",
                                "null",
                                "-"))
                .errors();
        Matcher found = PSNR.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        double worst = 200;
        for (int plane = 1; plane <= 3; plane++) {
            worst = Math.min(worst, found.group(plane).equals("inf") ? 200 : Double.parseDouble(found.group(plane)));
        }
        return worst;
    }
}
