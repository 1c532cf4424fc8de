package dev.atelier.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** One step of training: draws a batch, paints it twice, weighs the losses and moves the weights. */
final class TrainingStep {
    private static final int SHIFT = 8;
    private static final double NOISE = 0.015;
    private static final double EXPOSURE = 0.03;
    private static final double RANGE_WEIGHT = 10;
    /** New styles a step, until there are {@link #MOST_STYLES}. */
    private static final double NEW_STYLES = 0.3;

    private static final int MOST_STYLES = 1500;

    private final TrainingOptions options;
    private final StyleNetwork network;
    private final Adam adam;
    private final VggFeatures vgg;
    private final ContentCrops contents;
    private final StylePool styles;

    TrainingStep(
            TrainingOptions options,
            StyleNetwork network,
            Adam adam,
            VggFeatures vgg,
            ContentCrops contents,
            StylePool styles) {
        this.options = options;
        this.network = network;
        this.adam = adam;
        this.vgg = vgg;
        this.contents = contents;
        this.styles = styles;
    }

    /** Takes the next step. Everything random in it depends on the seed and the step's number only. */
    LossRow run() {
        int step = adam.step();
        RandomGenerator random = new SplittableRandom(options.seed() * 0x9E3779B97F4A7C15L + 31L * step);
        int side = options.side();
        try (PointerScope scope = new PointerScope()) {
            Tensor wide = contents.draw(random, options.batch(), side + SHIFT);
            Tensor frames = Ops.crop(wide, 0, 0, side, side);
            StyleStatistics statistics = StyleStatistics.batch(draw(random, step));
            Tensor wanted;
            try (NoGradGuard guard = new NoGradGuard()) {
                List<Tensor> levels = vgg.levels(frames);
                wanted = levels.get(levels.size() - 1);
            }
            Style style = network.style(statistics);
            Tensor painted = network.paint(frames, style);
            StyleLosses losses = StyleLosses.of(vgg.levels(painted), wanted, statistics);
            Tensor outside = painted.sub(painted.clamp(
                            new org.bytedeco.pytorch.ScalarOptional(Ops.scalar(0)),
                            new org.bytedeco.pytorch.ScalarOptional(Ops.scalar(1))))
                    .square()
                    .mean();
            Tensor loss = losses.content()
                    .add(losses.style().mul(Ops.scalar(options.styleWeight())))
                    .add(losses.gram().mul(Ops.scalar(options.gramWeight())))
                    .add(outside.mul(Ops.scalar(RANGE_WEIGHT)));
            double steady = 0;
            if (step >= options.steadyFrom() && options.steadyWeight() > 0) {
                Tensor change = change(random, wide, painted, style);
                steady = change.item_double();
                loss = loss.add(change.mul(Ops.scalar(options.steadyWeight())));
            }
            loss.backward();
            double rate = options.rate(step);
            adam.step(rate);
            return new LossRow(
                    step,
                    loss.item_double(),
                    losses.content().item_double(),
                    losses.style().item_double(),
                    losses.gram().item_double(),
                    steady,
                    rate);
        }
    }

    private List<StyleStatistics> draw(RandomGenerator random, int step) {
        int available = Math.max(styles.paintings(), (int) Math.min(MOST_STYLES, styles.paintings() + NEW_STYLES * step));
        List<StyleStatistics> drawn = new ArrayList<>();
        for (int i = 0; i < options.batch(); i++) {
            drawn.add(styles.get(random.nextInt(available)));
        }
        return drawn;
    }

    /** The mean change of a pixel when the camera moves by a few pixels, and noise and exposure change. */
    private Tensor change(RandomGenerator random, Tensor wide, Tensor painted, Style style) {
        int side = options.side();
        int left = random.nextInt(SHIFT + 1);
        int top = random.nextInt(SHIFT + 1);
        Tensor moved = Ops.crop(wide, top, left, side, side);
        float[] noise = new float[(int) moved.numel()];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (NOISE * random.nextGaussian());
        }
        double exposure = 1 + EXPOSURE * (2 * random.nextDouble() - 1);
        moved = moved.mul(Ops.scalar(exposure)).add(Ops.tensor(noise, moved.shape()));
        Tensor again = network.paint(moved, style);
        Tensor there = Ops.crop(painted, top, left, side - top, side - left);
        return Ops.crop(again, 0, 0, side - top, side - left).sub(there).abs().mean();
    }
}
