package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.motion.FlickerControl;
import dev.atelier.core.motion.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlickerControlTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 96;
    private final FlickerControl control = new FlickerControl(1);

    /** Waves that drift by two pixels a frame, on a ground of another brightness for each scene. */
    private static Picture scene(int number, int frame, PictureFormat format) {
        Picture picture = Picture.blank(WIDTH, HEIGHT, format);
        int unit = format.maximum() / 255;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double wave = Math.sin((x + 2 * frame) / (7.0 + number)) + Math.sin((y + 13 * number) / 9.0);
                int value = (int) (90 + 60 * number + 25 * wave);
                for (Picture.Channel channel : Picture.Channel.values()) {
                    if (channel.plane() < format.planes()) {
                        picture.sample(channel, x, y, unit * value);
                    }
                }
            }
        }
        return picture;
    }

    /** Painted too bright and too dark in turns. */
    private static FlickerControl.Frame frame(int scene, int number, PictureFormat format) {
        Picture source = scene(scene, number, format);
        Picture painted = scene(scene, number, format);
        int unit = format.maximum() / 255;
        for (Picture.Channel channel : List.of(Picture.Channel.RED, Picture.Channel.GREEN, Picture.Channel.BLUE)) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    int bright = number % 2 == 0 ? 12 : -12;
                    painted.sample(channel, x, y, painted.sample(channel, x, y) + unit * bright);
                }
            }
        }
        return FlickerControl.Frame.of(source, painted);
    }

    private static Picture steadied(FlickerControl control, int place, FlickerControl.Frame... frames) {
        List<Optional<Link>> links = new ArrayList<>();
        for (int i = 1; i < frames.length; i++) {
            links.add(FlickerControl.link(frames[i - 1], frames[i]));
        }
        return control.steadied(List.of(frames), links, place);
    }

    private static double off(Picture painted, Picture truth) {
        long sum = 0;
        for (int y = 8; y < HEIGHT - 8; y++) {
            for (int x = 8; x < WIDTH - 8; x++) {
                sum += Math.abs(painted.sample(Picture.Channel.RED, x, y) - truth.sample(Picture.Channel.RED, x, y));
            }
        }
        return (double) sum / ((WIDTH - 16) * (HEIGHT - 16)) / (truth.format().maximum() / 255.0);
    }

    @ParameterizedTest
    @EnumSource
    void paintingsThatFlickerComeNearToTheirMeanAndAlphaStays(PictureFormat format) {
        FlickerControl.Frame own = frame(0, 4, format);
        Picture steadied = steadied(control, 1, frame(0, 3, format), own, frame(0, 5, format));
        Picture truth = scene(0, 4, format);
        assertThat(off(own.painted(), truth)).isBetween(11.9, 12.1);
        assertThat(off(steadied, truth))
                .as("a third of what it was, and a little for the flow")
                .isLessThan(5.5);
        if (format.hasAlpha()) {
            assertThat(steadied.sample(Picture.Channel.ALPHA, 50, 50))
                    .isEqualTo(own.painted().sample(Picture.Channel.ALPHA, 50, 50));
        }
    }

    @Test
    void nothingCrossesACut() {
        FlickerControl.Frame own = frame(0, 4, PictureFormat.RGB8);
        Picture steadied = steadied(control, 2, frame(1, 2, PictureFormat.RGB8), frame(1, 3, PictureFormat.RGB8), own);
        assertThat(steadied.samples()).isEqualTo(own.painted().samples());
    }

    @Test
    void whatComesIntoSightKeepsItsOwnPainting() {
        FlickerControl.Frame before = frame(0, 3, PictureFormat.RGB8);
        Picture source = scene(0, 4, PictureFormat.RGB8);
        Picture painted = frame(0, 4, PictureFormat.RGB8).painted();
        for (Picture picture : List.of(source, painted)) {
            for (int y = 30; y < 60; y++) {
                for (int x = 60; x < 100; x++) {
                    picture.sample(Picture.Channel.RED, x, y, 250);
                    picture.sample(Picture.Channel.GREEN, x, y, 250);
                    picture.sample(Picture.Channel.BLUE, x, y, 10);
                }
            }
        }
        FlickerControl.Frame own = FlickerControl.Frame.of(source, painted);
        Picture steadied = steadied(control, 1, before, own);
        for (int x = 70; x < 90; x += 5) {
            assertThat(steadied.sample(Picture.Channel.BLUE, x, 45)).isBetween(0, 20);
            assertThat(steadied.sample(Picture.Channel.RED, x, 45)).isBetween(240, 255);
        }
    }

    @Test
    void strengthDecidesHowMuchNeighboursCount() {
        FlickerControl.Frame own = frame(0, 4, PictureFormat.RGB8);
        FlickerControl.Frame before = frame(0, 3, PictureFormat.RGB8);
        Picture truth = scene(0, 4, PictureFormat.RGB8);
        double whole = off(steadied(control, 1, before, own), truth);
        double little = off(steadied(new FlickerControl(0.3), 1, before, own), truth);
        assertThat(little).isGreaterThan(whole).isLessThan(11.5);
        assertThat(steadied(new FlickerControl(0), 1, before, own)).isSameAs(own.painted());
    }

    /** Strokes that lie elsewhere in every frame: a plain mean of five would have less than half of their contrast. */
    @Test
    void strokesKeepTheirContrastThoughTheyChangeLess() {
        FlickerControl.Frame[] frames = new FlickerControl.Frame[7];
        for (int i = 0; i < frames.length; i++) {
            var random = new SplittableRandom(i);
            Picture painted = Picture.blank(WIDTH, HEIGHT, PictureFormat.RGB8);
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    painted.sample(Picture.Channel.RED, x, y, 60 + random.nextInt(120));
                }
            }
            frames[i] = FlickerControl.Frame.of(scene(0, 0, PictureFormat.RGB8), painted);
        }
        Picture first = steadied(control, 3, frames);
        Picture second = steadied(control, 4, frames);
        assertThat(deviation(first)).isCloseTo(deviation(frames[3].painted()), withinPercentage(12));
        assertThat(off(first, second)).isLessThan(0.55 * off(frames[3].painted(), frames[4].painted()));
    }

    private static double deviation(Picture picture) {
        double sum = 0;
        double squares = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int value = picture.sample(Picture.Channel.RED, x, y);
                sum += value;
                squares += (double) value * value;
            }
        }
        double mean = sum / (WIDTH * HEIGHT);
        return Math.sqrt(squares / (WIDTH * HEIGHT) - mean * mean);
    }

    @Test
    void picturesTooSmallForFlowStayAsTheyAre() {
        Picture tiny = Picture.blank(3, 2, PictureFormat.RGB8);
        FlickerControl.Frame frame = FlickerControl.Frame.of(tiny, tiny);
        assertThat(steadied(control, 1, frame, frame)).isSameAs(tiny);
    }
}
