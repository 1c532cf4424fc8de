package dev.atelier.training;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * One step of the training of a {@link StyleEncoder}: parts of photographs and of made styles, and how far what it takes their statistics
 * for is from what they are.
 */
@SuppressWarnings("try") // scopes and guards work by being open
final class EncoderStep implements Supplier<LossRow> {
    /** Pictures are as large as those of the training that follows, twice and three times as large. */
    private static final int SIZES = 3;

    private static final double RECOLOURED = 0.2;
    /** In deviations: a few pale or garish pictures do not count for all others. */
    private static final double FARTHEST = 6;

    private final TrainingOptions options;
    private final StyleNetwork network;
    private final Adam adam;
    private final VggFeatures vgg;
    private final ContentCrops photographs;
    private final ContentCrops styles;

    /** @param adam of the encoder's parameters alone */
    EncoderStep(
            TrainingOptions options,
            StyleNetwork network,
            Adam adam,
            VggFeatures vgg,
            ContentCrops photographs,
            ContentCrops styles) {
        this.options = options;
        this.network = network;
        this.adam = adam;
        this.vgg = vgg;
        this.photographs = photographs;
        this.styles = styles;
    }

    /** The loss is the share of the statistics' variance that is not explained. */
    @Override
    public LossRow get() {
        int step = adam.step();
        RandomGenerator random = new SplittableRandom(options.seed() * 0x9E3779B97F4A7C15L + 31L * step);
        double rate = options.rate(step);
        try (PointerScope scope = new PointerScope()) {
            int half = (options.batch() + 1) / 2;
            int side = options.side() * (1 + step % SIZES);
            Tensor pictures =
                    Ops.join(List.of(photographs.draw(random, half, side), styles.draw(random, half, side)), 0);
            if (random.nextDouble() < RECOLOURED) {
                pictures = StylePool.recoloured(pictures, random);
            }
            Tensor wanted;
            try (NoGradGuard guard = new NoGradGuard()) {
                wanted = Ops.limited(
                        network.code().measured(StyleStatistics.of(pictures, vgg.levels(pictures))),
                        -FARTHEST,
                        FARTHEST);
            }
            StyleEncoder encoder = network.encoder();
            Tensor error = encoder.statistics(encoder.moments(pictures)).sub(wanted);
            Tensor loss = error.square().mean();
            loss.backward();
            adam.step(rate);
            return new LossRow(step, loss.item_double(), 0, 0, 0, 0, rate);
        }
    }
}
