package dev.atelier.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StylePicturesTest {
    private static final int SIZE = 256;

    private final List<int[]> pictures =
            painters().map(p -> pixels(p.apply(SIZE))).toList();

    private static Stream<IntFunction<BufferedImage>> painters() {
        return Stream.of(
                size -> new StrokePainting(size).paint(),
                size -> new InkPainting(size).paint(),
                size -> new MosaicPainting(size).paint());
    }

    List<int[]> pictures() {
        return pictures;
    }

    @ParameterizedTest
    @MethodSource("painters")
    void isTheSameEachTime(IntFunction<BufferedImage> painter) {
        assertThat(pixels(painter.apply(96))).isEqualTo(pixels(painter.apply(96)));
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void goesFromDarkToLight(int[] picture) {
        int[] tones =
                IntStream.of(picture).map(StylePicturesTest::tone).sorted().toArray();

        assertThat(tones[tones.length / 20]).isLessThan(75);
        assertThat(tones[tones.length * 19 / 20]).isGreaterThan(160);
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void isTexturedEverywhere(int[] picture) {
        double[] textures = IntStream.range(0, 64)
                .mapToDouble(i -> texture(picture, i % 8 * 32, i / 8 * 32))
                .sorted()
                .toArray();

        assertThat(textures[6])
                .as("least texture in nine tenths of the picture")
                .isGreaterThan(2.5);
        assertThat(textures[32]).as("usual texture").isGreaterThan(7);
    }

    @Test
    void havePalettesOfTheirOwn() {
        List<Set<Integer>> palettes =
                pictures.stream().map(StylePicturesTest::palette).toList();

        for (int a = 0; a < palettes.size(); a++) {
            for (int b = a + 1; b < palettes.size(); b++) {
                Set<Integer> shared = palettes.get(a).stream()
                        .filter(palettes.get(b)::contains)
                        .collect(Collectors.toSet());
                assertThat(shared.size())
                        .as("colours shared by pictures %d and %d", a, b)
                        .isLessThan(
                                Math.max(palettes.get(a).size(), palettes.get(b).size()) * 2 / 3);
            }
        }
        assertThat(palettes.get(0)).hasSizeGreaterThan(40);
        assertThat(palettes.get(2)).hasSizeGreaterThan(60);
    }

    @Test
    void aFileFitsItsLimit(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("style.jpg");
        JpegFile.write(new StrokePainting(SIZE).paint(), file, 20_000);

        assertThat(Files.size(file)).isBetween(8_000L, 20_000L);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(SIZE);
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static int tone(int pixel) {
        return ((pixel >> 16 & 0xff) * 3 + (pixel >> 8 & 0xff) * 6 + (pixel & 0xff)) / 10;
    }

    /** Mean step in tone from pixel to pixel, in the square of 31 pixels at a place. */
    private static double texture(int[] pixels, int left, int top) {
        long sum = 0;
        for (int i = 0; i < 31 * 31; i++) {
            int at = (top + i / 31) * SIZE + left + i % 31;
            sum += Math.abs(tone(pixels[at + 1]) - tone(pixels[at]));
            sum += Math.abs(tone(pixels[at + SIZE]) - tone(pixels[at]));
        }
        return sum / (2.0 * 31 * 31);
    }

    /** The colours, of 512, that at least one pixel in a thousand has. */
    private static Set<Integer> palette(int[] pixels) {
        return IntStream.of(pixels)
                .map(p -> (p >> 21 & 7) << 6 | (p >> 13 & 7) << 3 | (p >> 5 & 7))
                .boxed()
                .collect(Collectors.groupingBy(c -> c, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(e -> e.getValue() > pixels.length / 1000)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
