package dev.atelier.training;

import static org.bytedeco.pytorch.global.torch.leaky_relu;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * One step of the training of a {@link StyleEncoder}: parts of photographs and of made styles, and how far what it takes VGG-19's
 * features of them for is from what they are.
 */
@SuppressWarnings("try") // scopes and guards work by being open
final class EncoderStep implements Supplier<LossRow> {
    /** Small pictures show as much of what is local, and cost little; every so many steps they are twice as large. */
    private static final int LARGER_EVERY = 8;

    private static final double RECOLOURED = 0.2;
    /** Of the error of the statistics of whole pictures at first and at last, that of the features being 1. */
    private static final double STATISTICS_WEIGHT = 0.5;

    private static final double LAST_STATISTICS_WEIGHT = 2;
    /** How much what is not rectified yet counts below 0. */
    private static final double LEAK = 0.3;
    /** Channels that are hardly ever active do not count as much as others. */
    private static final double SMALLEST_POWER = 0.02;

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

    /** The loss that is told is the share of the features' power, and half that of the statistics' variance, that is not explained. */
    @Override
    public LossRow get() {
        int step = adam.step();
        RandomGenerator random = new SplittableRandom(options.seed() * 0x9E3779B97F4A7C15L + 31L * step);
        double rate = options.rate(step);
        try (PointerScope scope = new PointerScope()) {
            int half = (options.batch() + 1) / 2;
            int side = options.side() * (step % LARGER_EVERY == 0 ? 2 : 1);
            Tensor pictures =
                    Ops.join(List.of(photographs.draw(random, half, side), styles.drawOfOne(random, half, side)), 0);
            if (random.nextDouble() < RECOLOURED) {
                pictures = StylePool.recoloured(pictures, random);
            }
            List<Tensor> wanted;
            Tensor known;
            try (NoGradGuard guard = new NoGradGuard()) {
                wanted = inUnits(vgg.levelsBeforeTheyAreRectified(pictures));
                known = statistics(pictures, wanted);
            }
            List<Tensor> outputs = network.encoder().outputs(pictures, vgg.type());
            Tensor statistics =
                    statistics(pictures, outputs).sub(known).square().mean();
            Tensor unexplained = Ops.tensor(new float[1], 1);
            for (int i = 0; i < outputs.size(); i++) {
                unexplained = unexplained.add(
                        unexplained(outputs.get(i), wanted.get(i)).div(Ops.scalar(outputs.size())));
            }
            unexplained.add(statistics.mul(Ops.scalar(statisticsWeight(step)))).backward();
            adam.step(rate);
            double loss = unexplained.item_double() + STATISTICS_WEIGHT * statistics.item_double();
            return new LossRow(step, loss, 0, 0, 0, 0, rate);
        }
    }

    private double statisticsWeight(int step) {
        return STATISTICS_WEIGHT + (LAST_STATISTICS_WEIGHT - STATISTICS_WEIGHT) * step / options.steps();
    }

    private List<Tensor> inUnits(List<Tensor> levels) {
        List<Tensor> inUnits = new ArrayList<>();
        for (Tensor level : levels) {
            inUnits.add(level.to(torch.ScalarType.Float).div(network.code().unit(inUnits.size() + 1)));
        }
        return inUnits;
    }

    private Tensor statistics(Tensor pictures, List<Tensor> outputs) {
        List<Tensor> levels = outputs.stream().map(Tensor::relu).toList();
        return network.code().measured(network.moments(pictures, levels));
    }

    /**
     * The share of each channel's power that is not explained, and the mean of these. What is rectified counts a little too: a channel
     * that is active in the wrong places would never find the right ones.
     */
    private static Tensor unexplained(Tensor actual, Tensor wanted) {
        Tensor target = leaky_relu(wanted, Ops.scalar(LEAK));
        Tensor power = Ops.mean(target.square(), true, 0, 2, 3).add(Ops.scalar(SMALLEST_POWER));
        return leaky_relu(actual, Ops.scalar(LEAK))
                .sub(target)
                .square()
                .div(power)
                .mean();
    }
}
