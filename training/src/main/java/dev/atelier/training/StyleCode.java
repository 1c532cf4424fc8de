package dev.atelier.training;

import static org.bytedeco.pytorch.global.torch.eye;
import static org.bytedeco.pytorch.global.torch.linear;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * The network that turns a picture's statistics into a style: the mean and deviation of each channel and the strength of
 * random mixtures of channels, at each level, through three dense layers.
 */
final class StyleCode {
    static final int[] CHANNELS = {3, 64, 128, 256};
    static final int[] MIXTURES = {8, 64, 64, 64};
    static final double TINY = 1e-4;
    static final double LARGEST_SCALE = 2;
    /** In deviations. */
    static final double FARTHEST = 6;
    /** Values of the colour matrix and offset. */
    static final int COLOURS = 12;

    private final NetworkShape shape;
    private final Weights weights;

    StyleCode(NetworkShape shape, Weights weights) {
        this.shape = shape;
        this.weights = weights;
    }

    static int inputs() {
        int inputs = 0;
        for (int i = 0; i < CHANNELS.length; i++) {
            inputs += 2 * CHANNELS[i] + MIXTURES[i];
        }
        return inputs;
    }

    /**
     * Adds the parameters of a new network.
     *
     * @param sample statistics of typical pictures, to bring the inputs to a common range
     */
    static void initialise(NetworkShape shape, Weights weights, RandomGenerator random, StyleStatistics sample) {
        float[] powers = new float[CHANNELS.length];
        for (int i = 0; i < CHANNELS.length; i++) {
            powers[i] = (float)
                    sample.levels().get(i).gram().diagonal(0, 1, 2).mean().item_double();
            weights.normal(random, 1 / Math.sqrt(CHANNELS[i]), "code.mix" + i, MIXTURES[i], CHANNELS[i]);
        }
        // activations have powers of thousands: the mixtures would be too small for the optimiser's steps
        weights.put("code.power", powers, CHANNELS.length);
        weights.put("code.mean", new float[inputs()], inputs());
        weights.put("code.spread", ones(inputs()), inputs());
        StyleCode code = new StyleCode(shape, weights);
        Tensor raw = code.raw(code.moments(sample));
        weights.put("code.mean", Ops.values(Ops.mean(raw, false, 0)), inputs());
        weights.put(
                "code.spread",
                Ops.values(raw.std(new long[] {0}, true, false)
                        .add(Ops.scalar(1e-2))
                        .reciprocal()),
                inputs());
        int hidden = shape.hidden();
        weights.normal(random, Math.sqrt(1.0 / inputs()), "code.first.weight", hidden, inputs());
        weights.zeros("code.first.bias", hidden);
        weights.normal(random, Math.sqrt(2.0 / hidden), "code.second.weight", hidden, hidden);
        weights.zeros("code.second.bias", hidden);
        int outputs = 2 * shape.modulated()
                + COLOURS
                + shape.experts() * shape.kernels().size();
        weights.normal(random, 0.3 * Math.sqrt(1.0 / hidden), "code.last.weight", outputs, hidden);
        weights.zeros("code.last.bias", outputs);
    }

    private static float[] ones(int n) {
        float[] ones = new float[n];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }

    /**
     * The style of each of n pictures.
     *
     * @param measured as {@link #measured} gives it, [n, inputs]
     */
    Style style(Tensor measured) {
        Tensor x = dense(measured, "code.first").relu();
        x = dense(x, "code.second").relu();
        x = dense(x, "code.last");
        long n = x.size(0);
        long m = shape.modulated();
        Map<String, Tensor> parts = new LinkedHashMap<>();
        Tensor scale = x.narrow(1, 0, m).sigmoid().mul(Ops.scalar(LARGEST_SCALE));
        parts.put("scale", scale);
        // never so far that what follows is 0 all over the frame: such a channel would learn nothing more
        parts.put("shift", x.narrow(1, m, m).tanh().mul(scale));
        parts.put(
                "colour",
                x.narrow(1, 2 * m, 9).mul(Ops.scalar(0.3)).reshape(n, 3, 3).add(eye(3)));
        parts.put("offset", x.narrow(1, 2 * m + 9, 3).mul(Ops.scalar(0.3)));
        parts.put("contrast", contrast(measured));
        long next = 2 * m + COLOURS;
        for (String kernel : shape.kernels().keySet()) {
            parts.put(kernel, PaintNetwork.mixed(shape, weights, kernel, x.narrow(1, next, shape.experts())));
            next += shape.experts();
        }
        return new Style(parts);
    }

    /** The root of the mean of the colours' variances, [n, 1]. */
    private Tensor contrast(Tensor measured) {
        int first = CHANNELS[0];
        Tensor deviations = measured.narrow(1, first, CHANNELS[0])
                .div(get("code.spread").detach().narrow(0, first, CHANNELS[0]))
                .add(get("code.mean").detach().narrow(0, first, CHANNELS[0]));
        return Ops.mean(deviations.square(), true, 1).sqrt().mul(unit(0));
    }

    /**
     * The mean of each channel, of its square and of the squares of mixtures of channels, level by level: what pictures side by
     * side have is the mean of what each has.
     *
     * @return [n, inputs]
     */
    Tensor moments(StyleStatistics statistics) {
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < CHANNELS.length; i++) {
            StyleStatistics.Level level = statistics.levels().get(i);
            Tensor mix = get("code.mix" + i).detach();
            parts.add(level.mean().div(unit(i)));
            parts.add(level.gram().diagonal(0, 1, 2).div(unit(i).square()));
            parts.add(Ops.sum(mix.matmul(level.gram().div(unit(i).square())).mul(mix), false, 2));
        }
        return Ops.join(parts, 1);
    }

    /** The root of the mean square of a level's channels in typical pictures, [1]. */
    Tensor unit(int level) {
        return get("code.power").detach().narrow(0, level, 1).sqrt();
    }

    /**
     * The statistics of n pictures as one line of values each, of about unit deviation, [n, inputs].
     *
     * @param moments as {@link #moments} gives them
     */
    Tensor measured(Tensor moments) {
        // a picture unlike all that were trained on is taken for the nearest that is not
        return Ops.limited(
                raw(moments)
                        .sub(get("code.mean").detach())
                        .mul(get("code.spread").detach()),
                -FARTHEST,
                FARTHEST);
    }

    private Tensor raw(Tensor moments) {
        List<Tensor> parts = new ArrayList<>();
        long next = 0;
        for (int i = 0; i < CHANNELS.length; i++) {
            Tensor mean = moments.narrow(1, next, CHANNELS[i]);
            Tensor power = moments.narrow(1, next + CHANNELS[i], CHANNELS[i]);
            Tensor strength = moments.narrow(1, next + 2L * CHANNELS[i], MIXTURES[i]);
            next += 2L * CHANNELS[i] + MIXTURES[i];
            Tensor deviation =
                    power.sub(mean.square()).relu().add(Ops.scalar(TINY * TINY)).sqrt();
            // square roots tame the long tails of VGG's activations; colours have none
            parts.add(i == 0 ? mean : mean.relu().add(Ops.scalar(TINY)).sqrt());
            parts.add(i == 0 ? deviation : deviation.sqrt());
            parts.add(strength.relu().add(Ops.scalar(TINY)).sqrt().sqrt());
        }
        return Ops.join(parts, 1);
    }

    private Tensor dense(Tensor x, String name) {
        return linear(x, get(name + ".weight"), new TensorOptional(get(name + ".bias")));
    }

    private Tensor get(String name) {
        return weights.get(name);
    }
}
