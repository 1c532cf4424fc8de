package dev.atelier.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SceneTest {
    private static final double FRAME = 1 / 24.0;

    private final Scene scene = new Scene();

    @ParameterizedTest
    @CsvSource({"0", "2.5", "4", "5.9"})
    void theSameTimeGivesTheSameFrame(double seconds) {
        Picture other = new Scene().picture(160, 90, seconds);

        assertThat(scene.picture(160, 90, seconds).samples()).isEqualTo(other.samples());
    }

    @Test
    void aFrameDoesNotDependOnThoseBeforeIt() {
        Scene used = new Scene();
        used.picture(96, 54, 4.5);
        used.picture(96, 54, 1);

        assertThat(used.picture(96, 54, 3).samples())
                .isEqualTo(scene.picture(96, 54, 3).samples());
    }

    @ParameterizedTest
    @CsvSource({"64,36", "101,57", "54,96", "50,50", "1,1"})
    void aFrameHasTheSizeAskedFor(int width, int height) {
        Picture frame = scene.picture(width, height, 1);

        assertThat(frame.width()).isEqualTo(width);
        assertThat(frame.height()).isEqualTo(height);
        assertThat(frame.format()).isEqualTo(PictureFormat.RGB8);
    }

    @Test
    void neighboursDifferALittleAndOnlyTheCutDiffersMuch() {
        Picture[] frames = IntStream.range(0, 144)
                .mapToObj(i -> scene.picture(96, 54, i * FRAME))
                .toArray(Picture[]::new);
        double[] changes = IntStream.range(1, frames.length)
                .mapToDouble(i -> difference(frames[i - 1], frames[i]))
                .toArray();
        int cut = (int) Math.round(Scene.CUT / FRAME) - 1;
        double[] others = IntStream.range(0, changes.length)
                .filter(i -> i != cut)
                .mapToDouble(i -> changes[i])
                .toArray();

        assertThat(changes[cut]).isGreaterThan(45);
        assertThat(DoubleStream.of(others).min().orElseThrow()).isGreaterThan(0.2);
        assertThat(DoubleStream.of(others).max().orElseThrow()).isLessThan(9);
    }

    @Test
    void theSizeOfAFrameDoesNotChangeWhatItShows() {
        Picture small = scene.picture(64, 36, 1.5);
        Picture large = scene.picture(256, 144, 1.5);
        Picture reduced = Picture.blank(64, 36, PictureFormat.RGB8);
        for (Picture.Channel channel : Picture.Channel.values()) {
            for (int i = 0; channel != Picture.Channel.ALPHA && i < 64 * 36; i++) {
                int x = i % 64;
                int y = i / 64;
                int sum = IntStream.range(0, 16)
                        .map(k -> large.sample(channel, 4 * x + k % 4, 4 * y + k / 4))
                        .sum();
                reduced.sample(channel, x, y, sum / 16);
            }
        }

        assertThat(difference(small, reduced)).isLessThan(8);
    }

    @Test
    void theHarbourIsDayAndTheStreetIsNight() {
        assertThat(brightness(scene.picture(96, 54, 2))).isGreaterThan(110);
        assertThat(brightness(scene.picture(96, 54, 5))).isBetween(30.0, 100.0);
    }

    /** Mean absolute difference of the samples, 0 to 255. */
    private static double difference(Picture a, Picture b) {
        return IntStream.range(0, a.samples().length)
                .map(i -> Math.abs((a.samples()[i] & 0xff) - (b.samples()[i] & 0xff)))
                .average()
                .orElseThrow();
    }

    private static double brightness(Picture picture) {
        return IntStream.range(0, picture.samples().length)
                .map(i -> picture.samples()[i] & 0xff)
                .average()
                .orElseThrow();
    }
}
