package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // guards work by being open
class PaintNetworkTest {
    private final VggFeatures vgg = VggFeatures.random(new SplittableRandom(7), false);

    private static Tensor picture(int index, int side) {
        return Pictures.tensor(new GeneratedPictures(9, side, 5).get(index));
    }

    private StyleStatistics statistics(Tensor picture) {
        return StyleStatistics.of(picture, vgg.levels(picture));
    }

    private static Style with(Style style, double contrast) {
        Map<String, Tensor> parts = new LinkedHashMap<>(style.parts());
        parts.put("contrast", Ops.tensor(new float[] {(float) contrast}, 1, 1));
        return new Style(parts);
    }

    private static float[] means(Tensor picture) {
        return Ops.values(Ops.mean(picture, false, 0, 2, 3));
    }

    /** The root of the mean of the colours' variances. */
    private static double deviation(Tensor picture) {
        return Math.sqrt(
                picture.sub(Ops.mean(picture, true, 2, 3)).square().mean().item_double());
    }

    @Test
    void what_is_painted_has_the_contrast_of_the_style_within_limits() {
        try (NoGradGuard guard = new NoGradGuard()) {
            Tensor first = picture(0, 64);
            StyleNetwork network = StyleNetwork.create(
                    new NetworkShape(16, 24, 2, 3, 32),
                    new SplittableRandom(3),
                    StyleStatistics.batch(List.of(statistics(first), statistics(picture(1, 64)))));
            Style style = network.style(network.moments(first));
            assertThat(style.get("contrast").item_double()).isCloseTo(deviation(first), withinPercentage(1));

            // far from black and white, beyond which nothing counts
            network.weights().get("mean.paint").mul_(Ops.scalar(0.1));
            network.weights().get("code.last.weight").mul_(Ops.scalar(0.1));
            style = network.style(network.moments(first));
            Tensor frame = picture(2, 64).mul(Ops.scalar(0.3)).add(Ops.scalar(0.35));
            Tensor pale = network.paint(frame, with(style, 0));
            double own = deviation(pale) / PaintNetwork.LEAST_GAIN;
            for (double factor : new double[] {0.9, 1.2}) {
                Tensor painted = network.paint(frame, with(style, factor * own));
                assertThat(deviation(painted)).isCloseTo(factor * own, withinPercentage(1));
                for (int c = 0; c < 3; c++) {
                    assertThat(means(painted)[c]).isCloseTo(means(pale)[c], within(0.002f));
                }
            }
            assertThat(deviation(network.paint(frame, with(style, 10))))
                    .isCloseTo(PaintNetwork.MOST_GAIN * own, withinPercentage(1));
        }
    }
}
