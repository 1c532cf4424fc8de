package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.ColourTags;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.media.VideoInfo;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * To RGB and back through the filters that reading and encoding use, without a codec between: the greatest error of any
 * sample, against that of a conversion in exact arithmetic which rounds to 8 bits each way.
 */
final class IdentityColourTest {
    private static final int SIDE = 16;

    @TempDir
    Path folder;

    /** How a colour becomes samples: the weights of red and blue in luma, and the codes of black, white and grey. */
    private record Coding(double red, double blue, double black, double white, double grey, double reach) {
        static Coding of(String matrix, String range, int bits) {
            double step = 1 << (bits - 8);
            double red = matrix.equals("bt709") ? 0.2126 : matrix.equals("bt2020nc") ? 0.2627 : 0.299;
            double blue = matrix.equals("bt709") ? 0.0722 : matrix.equals("bt2020nc") ? 0.0593 : 0.114;
            double top = (1 << bits) - 1;
            return range.equals("tv")
                    ? new Coding(red, blue, 16 * step, 235 * step, 128 * step, 224 * step)
                    : new Coding(red, blue, 0, top, 128 * step, top);
        }

        /** From parts of 1 to codes. */
        int[] code(double r, double g, double b) {
            double luma = red * r + (1 - red - blue) * g + blue * b;
            return new int[] {
                round(black + (white - black) * luma),
                round(grey + reach * (b - luma) / (2 - 2 * blue)),
                round(grey + reach * (r - luma) / (2 - 2 * red))
            };
        }

        private int round(double code) {
            return (int) Math.round(Math.min(code, 2 * grey - 1));
        }

        /** There and back, rounding to 8 bits between. */
        int[] back(int[] code) {
            double luma = (code[0] - black) / (white - black);
            double b = luma + (2 - 2 * blue) * (code[1] - grey) / reach;
            double r = luma + (2 - 2 * red) * (code[2] - grey) / reach;
            double g = (luma - red * r - blue * b) / (1 - red - blue);
            return code(eight(r), eight(g), eight(b));
        }

        private static double eight(double part) {
            return Math.round(Math.max(0, Math.min(1, part)) * 255) / 255.0;
        }
    }

    @ParameterizedTest
    @CsvSource({"smpte170m,tv", "smpte170m,pc", "bt709,tv", "bt709,pc", "bt2020nc,tv", "bt2020nc,pc"})
    void no_sample_is_further_off_than_8_bits_force(String matrix, String range) throws Exception {
        for (int bits : new int[] {8, 10}) {
            Coding coding = Coding.of(matrix, range, bits);
            List<int[]> colours = colours(coding);
            // A code of 8 bits is four of 10 bits.
            int forced = bits == 10 ? 3 : forced(coding, colours);
            for (String sampling : List.of("444", "422", "420")) {
                String pixels = "yuv" + sampling + "p" + (bits == 10 ? "10le" : "");
                byte[] source = frames(colours, sampling, bits);

                byte[] back = throughRgb(source, pixels, new ColourTags(range, matrix, "", ""));

                assertThat(back).hasSameSizeAs(source);
                assertThat(worst(source, back, bits))
                        .as("greatest error in %s, %s, %s", pixels, matrix, range)
                        .isLessThanOrEqualTo(forced);
            }
        }
    }

    /** A cube of 9 x 9 x 9 colours. */
    private static List<int[]> colours(Coding coding) {
        List<int[]> colours = new ArrayList<>();
        for (int red = 0; red < 9; red++) {
            for (int green = 0; green < 9; green++) {
                for (int blue = 0; blue < 9; blue++) {
                    colours.add(coding.code(red / 8.0, green / 8.0, blue / 8.0));
                }
            }
        }
        return colours;
    }

    private static int forced(Coding coding, List<int[]> colours) {
        int worst = 0;
        for (int[] colour : colours) {
            int[] back = coding.back(colour);
            for (int i = 0; i < 3; i++) {
                worst = Math.max(worst, Math.abs(back[i] - colour[i]));
            }
        }
        assertThat(worst).isBetween(1, 2);
        return worst;
    }

    /** A frame a colour. */
    private static byte[] frames(List<int[]> colours, String sampling, int bits) {
        var out = new ByteArrayOutputStream();
        int coarse = SIDE * SIDE / (sampling.equals("444") ? 1 : sampling.equals("422") ? 2 : 4);
        for (int[] colour : colours) {
            for (int plane = 0; plane < 3; plane++) {
                for (int i = 0; i < (plane == 0 ? SIDE * SIDE : coarse); i++) {
                    out.write(colour[plane]);
                    if (bits > 8) {
                        out.write(colour[plane] >> 8);
                    }
                }
            }
        }
        return out.toByteArray();
    }

    private static int worst(byte[] source, byte[] back, int bits) {
        int worst = 0;
        int step = bits > 8 ? 2 : 1;
        for (int i = 0; i < source.length; i += step) {
            worst = Math.max(worst, Math.abs(sample(source, i, step) - sample(back, i, step)));
        }
        return worst;
    }

    private static int sample(byte[] bytes, int at, int step) {
        return (bytes[at] & 0xff) | (step == 2 ? (bytes[at + 1] & 0xff) << 8 : 0);
    }

    private byte[] throughRgb(byte[] source, String pixels, ColourTags tags) throws Exception {
        Path raw = Files.write(folder.resolve("source.raw"), source);
        Path rgb = folder.resolve("rgb.raw");
        Path back = folder.resolve("back.raw");
        String planes = PixelLayout.of(pixels.endsWith("10le") ? PictureFormat.RGB16 : PictureFormat.RGB8);
        var table = new FrameTable(new Rational(1, 25), new long[] {0}, new boolean[] {true}, 1);
        Rational square = new Rational(1, 1);
        VideoInfo info = new VideoInfo("", List.of(), 0, SIDE, SIDE, 0, 8, false, tags, square, table);
        List<String> in = new ArrayList<>(rawVideo(pixels));
        in.addAll(List.of("-color_range", tags.range(), "-colorspace", tags.matrix(), "-i", raw.toString()));
        in.addAll(List.of("-vf", ColourFilter.toRgb(info, SIDE, SIDE, planes), "-f", "rawvideo", rgb.toString()));
        Program.ffmpeg(in.toArray(String[]::new));
        List<String> out = new ArrayList<>(rawVideo(planes));
        String filter = ColourFilter.fromRgb(EncodeSettings.like(info, VideoCodec.H264, 75), pixels);
        out.addAll(List.of("-i", rgb.toString(), "-vf", filter, "-f", "rawvideo", back.toString()));
        Program.ffmpeg(out.toArray(String[]::new));
        return Files.readAllBytes(back);
    }

    private static List<String> rawVideo(String pixels) {
        return List.of("-y", "-f", "rawvideo", "-video_size", SIDE + "x" + SIDE, "-pixel_format", pixels);
    }
}
