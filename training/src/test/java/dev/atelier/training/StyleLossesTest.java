package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class StyleLossesTest {
    private static final double STYLE = 20;
    private static final double GRAM = 5;

    private final VggFeatures vgg = VggFeatures.random(new SplittableRandom(7), false);
    private final Tensor content = picture(1);
    private final Tensor style = picture(2);
    private final StyleStatistics wanted = StyleStatistics.of(style, vgg.levels(style));

    private static Tensor picture(int seed) {
        return Pictures.tensor(new GeneratedPictures(1, 32, seed).get(0));
    }

    private StyleLosses losses(Tensor painted) {
        List<Tensor> levels = vgg.levels(painted);
        return StyleLosses.of(levels, vgg.levels(content).get(2), wanted, STYLE, GRAM);
    }

    @Test
    void a_picture_has_its_own_content_and_its_own_style() {
        assertThat(losses(content).content()).isCloseTo(0, within(1e-4));
        assertThat(losses(content).style()).isGreaterThan(0.01);
        assertThat(losses(style).style()).isCloseTo(0, within(1e-6));
        assertThat(losses(style).gram()).isCloseTo(0, within(1e-6));
        assertThat(losses(style).content()).isGreaterThan(0.1);
    }

    @Test
    void the_gradients_are_those_of_automatic_differentiation() {
        float[] expected = gradient((painted, levels) -> {
            Tensor total = StyleLosses.relative(
                            Ops.normalise(levels.get(2)),
                            Ops.normalise(vgg.levels(content).get(2)))
                    .mean();
            for (int i = 0; i < 3; i++) {
                StyleStatistics.Level actual = StyleStatistics.Level.of(levels.get(i));
                StyleStatistics.Level target = wanted.levels().get(i + 1);
                total = total.add(limited(actual.mean(), target.mean()).mul(Ops.scalar(STYLE / 6)))
                        .add(limited(actual.deviation(), target.deviation()).mul(Ops.scalar(STYLE / 6)))
                        .add(limited(actual.gram(), target.gram()).mul(Ops.scalar(GRAM / 3)));
            }
            total.backward();
        });
        float[] actual = gradient((painted, levels) -> Ops.backward(
                levels,
                StyleLosses.of(levels, vgg.levels(content).get(2), wanted, STYLE, GRAM)
                        .gradients()));
        double greatest = 0;
        for (float value : expected) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        assertThat(greatest).isGreaterThan(1e-4);
        assertThat(actual).containsExactly(expected, within((float) (0.002 * greatest)));
    }

    private float[] gradient(BiConsumer<Tensor, List<Tensor>> backward) {
        Tensor painted = picture(3);
        painted.set_requires_grad(true);
        backward.accept(painted, vgg.levels(painted));
        return Ops.values(painted.grad());
    }

    /** As the losses limit the errors of styles: one above 1 pulls as 1 does. */
    private static Tensor limited(Tensor actual, Tensor wanted) {
        Tensor error = StyleLosses.relative(actual, wanted);
        return error.div(error.detach().clamp_min(Ops.scalar(1))).mean();
    }
}
