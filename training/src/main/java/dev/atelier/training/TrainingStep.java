package dev.atelier.training;

import static org.bytedeco.pytorch.global.torch.reflection_pad2d;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One step of training: draws a batch, paints it, weighs the losses and moves the weights. */
@SuppressWarnings("try") // scopes and guards work by being open
final class TrainingStep implements Supplier<LossRow> {
    private static final int SHIFT = 8;
    private static final int BEYOND = 8;
    /** The greatest deviation of a picture's noise. */
    private static final double NOISE = 0.01;

    private static final double EXPOSURE = 0.03;
    private static final double RANGE_WEIGHT = 10;
    private static final double GRID_WEIGHT = 2000;
    private static final double EDGE_WEIGHT = 0.5;
    private static final double TAUGHT_WEIGHT = 10;
    private static final double FEATURE_WEIGHT = 4;
    private static final double TINY = 1e-8;

    private final TrainingOptions options;
    private final PaintNetwork painter;
    private final Adam adam;
    private final VggFeatures vgg;
    private final ContentCrops contents;
    private final StyleSource styles;

    TrainingStep(
            TrainingOptions options,
            PaintNetwork painter,
            Adam adam,
            VggFeatures vgg,
            ContentCrops contents,
            StyleSource styles) {
        this.options = options;
        this.painter = painter;
        this.adam = adam;
        this.vgg = vgg;
        this.contents = contents;
        this.styles = styles;
    }

    /** Takes the next step. Everything random in it depends on the seed and the step's number only. */
    @Override
    public LossRow get() {
        int step = adam.step();
        RandomGenerator random = new SplittableRandom(options.seed() * 0x9E3779B97F4A7C15L + 31L * step);
        int side = options.side();
        double rate = options.rate(step);
        try (PointerScope scope = new PointerScope()) {
            Tensor wide = contents.draw(random, options.batch(), side + SHIFT);
            Tensor frames = Ops.crop(wide, 0, 0, side, side);
            StyleSource.Drawn drawn = styles.draw(random, step, options.batch());
            Tensor painted = painter.paintInBytes(frames, drawn.style());
            LossRow row;
            if (drawn.taught().isPresent()) {
                row = imitate(step, painted, drawn.taught().get().apply(frames), rate);
            } else {
                Tensor change = step < options.steadyFrom()
                        ? Ops.tensor(new float[1], 1)
                        : change(random, wide, painted, drawn.style());
                row = paintWell(step, frames, painted, drawn.wanted(), change, rate);
            }
            adam.step(rate);
            return row;
        }
    }

    /** Imitates pictures: their colours, their edges, and VGG-19's features of them, without which textures stay soft. */
    private LossRow imitate(int step, Tensor painted, Tensor wanted, double rate) {
        Tensor error = painted.sub(wanted);
        Tensor loss = error.abs().mean();
        for (long dimension = 2; dimension <= 3; dimension++) {
            long last = error.size(dimension) - 1;
            Tensor edges = error.narrow(dimension, 1, last).sub(error.narrow(dimension, 0, last));
            loss = loss.add(edges.abs().mean().mul(Ops.scalar(EDGE_WEIGHT)));
        }
        loss = loss.mul(Ops.scalar(TAUGHT_WEIGHT));
        List<Tensor> targets;
        try (NoGradGuard guard = new NoGradGuard()) {
            targets = levels(wanted);
        }
        List<Tensor> levels = levels(painted);
        for (int i = 0; i < levels.size(); i++) {
            Tensor features = levels.get(i).to(torch.ScalarType.Float);
            Tensor target = targets.get(i).to(torch.ScalarType.Float);
            loss = loss.add(StyleLosses.relative(features, target).mean().mul(Ops.scalar(FEATURE_WEIGHT)));
        }
        loss.backward();
        return new LossRow(step, loss.item_double(), 0, 0, 0, 0, rate);
    }

    private LossRow paintWell(
            int step, Tensor frames, Tensor painted, StyleStatistics statistics, Tensor change, double rate) {
        Tensor wanted;
        try (NoGradGuard guard = new NoGradGuard()) {
            List<Tensor> features = levels(frames);
            wanted = features.get(features.size() - 1);
        }
        List<Tensor> levels = levels(painted);
        StyleLosses losses = StyleLosses.of(levels, wanted, statistics, options.styleWeight(), options.gramWeight());
        Tensor outside = painted.sub(painted.clamp_min(Ops.scalar(0)).clamp_max(Ops.scalar(1)))
                .square()
                .mean();
        Tensor rest = outside.mul(Ops.scalar(RANGE_WEIGHT))
                .add(Grid.power(painted).mul(Ops.scalar(GRID_WEIGHT)))
                .add(change.mul(Ops.scalar(options.steadyWeight())));
        List<Tensor> roots = new ArrayList<>(levels);
        roots.add(rest);
        List<Tensor> gradients = new ArrayList<>(losses.gradients());
        gradients.add(torch.ones_like(rest));
        Ops.backward(roots, gradients);
        return new LossRow(
                step,
                losses.content()
                        + options.styleWeight() * losses.style()
                        + options.gramWeight() * losses.gram()
                        + rest.item_double(),
                losses.content(),
                losses.style(),
                losses.gram(),
                change.item_double(),
                rate);
    }

    /**
     * Features of pictures that go on beyond their border: the zeros that VGG-19 sees there else would be painted against,
     * with a line around every picture.
     */
    private List<Tensor> levels(Tensor pictures) {
        List<Tensor> levels = vgg.levels(reflection_pad2d(pictures, BEYOND, BEYOND, BEYOND, BEYOND));
        List<Tensor> inner = new ArrayList<>();
        int beyond = BEYOND;
        for (Tensor level : levels) {
            inner.add(Ops.crop(level, beyond, beyond, level.size(2) - 2L * beyond, level.size(3) - 2L * beyond));
            beyond /= 2;
        }
        return inner;
    }

    /**
     * How much pixels change when the camera moves by a few pixels, noise and exposure change: half the mean and half the root
     * of the mean square, since a few that change much are seen too.
     */
    private Tensor change(RandomGenerator random, Tensor wide, Tensor painted, Style style) {
        int side = options.side();
        int left = random.nextInt(SHIFT + 1);
        int top = random.nextInt(SHIFT + 1);
        Tensor moved = Ops.crop(wide, top, left, side, side);
        List<Tensor> noise = new ArrayList<>();
        for (int i = 0; i < options.batch(); i++) {
            float[] values = Ops.normal(random, NOISE * random.nextDouble(), 3 * side * side);
            noise.add(Ops.tensor(values, 1, 3, side, side));
        }
        double exposure = 1 + EXPOSURE * (2 * random.nextDouble() - 1);
        moved = moved.mul(Ops.scalar(exposure)).add(Ops.join(noise, 0));
        Tensor again = painter.paintInBytes(moved, style);
        Tensor there = Ops.crop(painted, top, left, side - top, side - left);
        Tensor error = Ops.crop(again, 0, 0, side - top, side - left).sub(there);
        Tensor squares = Ops.mean(error.square(), false, 1, 2, 3).add(Ops.scalar(TINY));
        return error.abs().mean().add(squares.sqrt().mean()).div(Ops.scalar(2));
    }
}
