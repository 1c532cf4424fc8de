package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.motion.FlickerControl;
import java.util.List;
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
        Picture steadied = control.steadied(own, List.of(frame(0, 3, format), frame(0, 5, format)));
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
        Picture steadied = control.steadied(own, List.of(frame(1, 3, PictureFormat.RGB8)));
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
        Picture steadied = control.steadied(own, List.of(before));
        for (int x = 70; x < 90; x += 5) {
            assertThat(steadied.sample(Picture.Channel.BLUE, x, 45)).isEqualTo(10);
            assertThat(steadied.sample(Picture.Channel.RED, x, 45)).isEqualTo(250);
        }
    }

    @Test
    void strengthDecidesHowMuchNeighboursCount() {
        FlickerControl.Frame own = frame(0, 4, PictureFormat.RGB8);
        List<FlickerControl.Frame> neighbours = List.of(frame(0, 3, PictureFormat.RGB8));
        Picture truth = scene(0, 4, PictureFormat.RGB8);
        double whole = off(control.steadied(own, neighbours), truth);
        double little = off(new FlickerControl(0.3).steadied(own, neighbours), truth);
        assertThat(little).isGreaterThan(whole).isLessThan(11.5);
        assertThat(new FlickerControl(0).steadied(own, neighbours)).isSameAs(own.painted());
    }

    @Test
    void picturesTooSmallForFlowStayAsTheyAre() {
        Picture tiny = Picture.blank(3, 2, PictureFormat.RGB8);
        FlickerControl.Frame frame = FlickerControl.Frame.of(tiny, tiny);
        assertThat(control.steadied(frame, List.of(frame))).isSameAs(tiny);
    }
}
