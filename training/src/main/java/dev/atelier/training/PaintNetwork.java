package dev.atelier.training;

import static org.bytedeco.pytorch.global.torch.pixel_shuffle;
import static org.bytedeco.pytorch.global.torch.pixel_unshuffle;
import static org.bytedeco.pytorch.global.torch.reflection_pad2d;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * The network that paints frames. Cells of 4 x 4 pixels become features at a quarter of the frame's size, a strided
 * convolution takes them to an eighth; residual blocks there, each a convolution, instance normalisation with the style's
 * scale and shift, and a pointwise convolution with the style's own kernel; bilinear enlargement, the features at a
 * quarter again as a skip, one more such block; a convolution with the style's own kernel to cells of pixels. The frame
 * itself, through the style's colour matrix, is added to what that paints; the whole is given the contrast of the style.
 *
 * <p>Features and what is painted are limited to fixed ranges, which 8 bits hold well: a few large values would leave only
 * coarse steps for all others. In 8 bits the limits cost nothing.
 *
 * <p>Before every convolution features are mirrored at the frame's border: zeros there would tell the network where the border
 * is, and it would learn to paint a line along it.
 */
final class PaintNetwork {
    static final int STRIDE = 4;
    /** What features are limited to, where normalised ones have a deviation of 1. */
    static final double FEATURES = 4;
    /** What is painted is limited to, the frame's range being 1. */
    static final double PAINT = 1;
    /** What colours are stretched by at least and at most to have the contrast of the style. */
    static final double LEAST_GAIN = 0.8;

    static final double MOST_GAIN = 1.4;
    /** A variance. */
    static final double TINY = 1e-6;
    /** How far a style's kernel is from the mean of all styles', at first. */
    private static final double EXPERTISE = 0.3;

    private final NetworkShape shape;
    private final Weights weights;

    PaintNetwork(NetworkShape shape, Weights weights) {
        this.shape = shape;
        this.weights = weights;
    }

    /** Adds the parameters of a new network. */
    static void initialise(NetworkShape shape, Weights weights, RandomGenerator random) {
        int fine = shape.fine();
        int coarse = shape.coarse();
        weights.normal(random, Math.sqrt(2.0 / (9 * NetworkShape.CELL)), "stem.weight", fine, NetworkShape.CELL, 3, 3);
        weights.normal(random, Math.sqrt(2.0 / (16 * fine)), "down.weight", coarse, fine, 4, 4);
        for (int i = 0; i < shape.blocks(); i++) {
            weights.normal(random, Math.sqrt(2.0 / (9 * coarse)), block(i) + "weight", coarse, coarse, 3, 3);
            weights.zeros(block(i) + "bias", coarse);
        }
        weights.zeros("up.bias", fine);
        weights.normal(random, Math.sqrt(2.0 / (9 * fine)), "fine.weight", fine, fine, 3, 3);
        weights.zeros("fine.bias", fine);
        for (Map.Entry<String, long[]> kernel : shape.kernels().entrySet()) {
            long[] sizes = kernel.getValue();
            long inputs = sizes[1] * sizes[2] * sizes[3];
            double deviation = (kernel.getKey().equals("paint") ? 0.1 : 0.5) * Math.sqrt(1.0 / inputs);
            weights.normal(random, deviation, "mean." + kernel.getKey(), sizes);
            weights.normal(
                    random, EXPERTISE * deviation, "experts." + kernel.getKey(), shape.experts(), sizes[0] * inputs);
        }
    }

    static String block(int i) {
        return "block" + i + ".";
    }

    /**
     * The kernels of n styles.
     *
     * @param shares of each expert, [n, experts]
     * @return [n, out, in, height, width]
     */
    static Tensor mixed(NetworkShape shape, Weights weights, String kernel, Tensor shares) {
        long[] sizes = shape.kernels().get(kernel);
        Tensor mixed = shares.matmul(weights.get("experts." + kernel))
                .reshape(shares.size(0), sizes[0], sizes[1], sizes[2], sizes[3])
                .add(weights.get("mean." + kernel));
        return kernel.equals("paint") ? even(mixed) : mixed;
    }

    /**
     * Paints frames.
     *
     * @param frames [n, 3, h, w], RGB 0..1, h and w multiples of 8, 16 or more
     * @return [n, 3, h, w], not limited to 0..1
     */
    Tensor paint(Tensor frames, Style style) {
        return paint(frames, style, Ops::limited);
    }

    /**
     * Paints as {@link #paint} does, with features rounded as they are where the network runs in 8 bits. Gradients pass as
     * if nothing had been rounded.
     */
    Tensor paintInBytes(Tensor frames, Style style) {
        return paint(frames, style, Ops::rounded);
    }

    private Tensor paint(Tensor frames, Style style, Limits limits) {
        // mirrored as pixels: a mirrored cell of them is another one
        Tensor cells = pixel_unshuffle(mirrored(frames, STRIDE), STRIDE);
        Segments segments = new Segments(style);
        Tensor made = segments.modulate(convolve(cells, get("stem.weight"), 1));
        Tensor stem = limits.signed(made, FEATURES);
        // not of what is limited and rounded: styles make some channels small, and what follows is normalised again
        Tensor y = limits.positive(segments.modulate(convolve(mirrored(made.relu(), 1), get("down.weight"), 2)));
        for (int i = 0; i < shape.blocks(); i++) {
            Tensor r = limits.positive(segments.modulate(convolve(mirrored(y, 1), get(block(i) + "weight"), 1)));
            y = limits.signed(y.add(own(r, style.get(block(i) + "point"), get(block(i) + "bias"))), FEATURES);
        }
        Tensor u =
                limits.signed(Ops.twice(own(y, style.get("up"), get("up.bias"))).add(stem), FEATURES);
        Tensor r = limits.positive(segments.modulate(convolve(mirrored(u, 1), get("fine.weight"), 1)));
        u = limits.signed(u.add(own(r, style.get("fine.point"), get("fine.bias"))), FEATURES);
        Tensor painted = own(mirrored(u, 1), style.get("paint"), null);
        Tensor coloured = coloured(frames, style);
        Contrast contrast = Contrast.of(pixel_shuffle(painted, STRIDE).add(coloured), style);
        painted = limits.signed(painted.mul(contrast.gain()), PAINT);
        return pixel_shuffle(painted, STRIDE)
                .add(coloured.sub(contrast.mean()).mul(contrast.gain()))
                .add(contrast.mean());
    }

    /**
     * How a painted picture gets the contrast of its style: what is learnt from means over many pairs is paler than any of them.
     * Colours are stretched around their mean, which stays: night stays night.
     *
     * @param gain [n, 1, 1, 1]
     * @param mean [n, 3, 1, 1]
     */
    private record Contrast(Tensor gain, Tensor mean) {
        static Contrast of(Tensor painted, Style style) {
            Tensor seen = Ops.limited(painted, 0, 1);
            Tensor mean = Ops.mean(seen, true, 2, 3);
            Tensor variance = Ops.mean(Ops.mean(seen.sub(mean).square(), true, 2, 3), true, 1);
            Tensor wanted = style.get("contrast").reshape(-1, 1, 1, 1);
            Tensor gain = wanted.div(variance.add(Ops.scalar(TINY)).sqrt());
            return new Contrast(Ops.limited(gain, LEAST_GAIN, MOST_GAIN), mean);
        }
    }

    private static Tensor mirrored(Tensor x, long edge) {
        return reflection_pad2d(x, edge, edge, edge, edge);
    }

    private static Tensor convolve(Tensor x, Tensor kernel, int stride) {
        return Ops.convolveInside(x, kernel, null, stride, 1);
    }

    /** How values are kept within a range: as they are, or rounded to steps of it. */
    private interface Limits {
        Tensor within(Tensor x, double least, double greatest);

        default Tensor signed(Tensor x, double greatest) {
            return within(x, -greatest, greatest);
        }

        /** In place of a ReLU. */
        default Tensor positive(Tensor x) {
            return within(x, 0, FEATURES);
        }
    }

    /** A convolution without padding of each picture with a kernel of its own, [n, out, in, k, k]. */
    private static Tensor own(Tensor x, Tensor kernel, Tensor bias) {
        long n = x.size(0);
        long out = kernel.size(1);
        long size = kernel.size(3);
        Tensor y;
        if (size == 1) {
            y = kernel.reshape(n, out, -1).matmul(x.reshape(n, x.size(1), -1)).reshape(n, out, x.size(2), x.size(3));
        } else {
            Tensor together = x.reshape(1, n * x.size(1), x.size(2), x.size(3));
            y = Ops.convolveInside(together, kernel.reshape(n * out, kernel.size(2), size, size), null, 1, (int) n)
                    .reshape(n, out, x.size(2) - size + 1, x.size(3) - size + 1);
        }
        return bias == null ? y : y.add(bias.reshape(1, out, 1, 1));
    }

    /** {@code colour * (frame - 0.5) + offset + 0.5} for each pixel. */
    private static Tensor coloured(Tensor frames, Style style) {
        long n = frames.size(0);
        Tensor pixels = frames.sub(Ops.scalar(0.5)).reshape(n, 3, -1);
        return style.get("colour")
                .matmul(pixels)
                .add(style.get("offset").add(Ops.scalar(0.5)).reshape(n, 3, 1))
                .reshape(n, 3, frames.size(2), frames.size(3));
    }

    /**
     * Kernels that paint cells, with the grid taken out: constant features paint a constant colour, and features that rise
     * evenly from cell to cell one that rises evenly from pixel to pixel. For that each of a cell's 4 x 4 pixels gets the same sum
     * of weights, and weights whose centre lies as far from where the pixel is as that of every other pixel.
     *
     * @param kernels [n, 48, in, 3, 3]
     */
    static Tensor even(Tensor kernels) {
        long n = kernels.size(0);
        long in = kernels.size(2);
        Tensor taps = kernels.reshape(n, 3, STRIDE * STRIDE, in, 3, 3);
        Tensor means = Ops.mean(taps, true, 4, 5);
        Tensor mean = Ops.mean(means, true, 2);
        Tensor even = taps.sub(means.sub(mean));
        Tensor sum = mean.mul(Ops.scalar(9));
        for (boolean across : new boolean[] {true, false}) {
            Tensor offsets = offsets(across);
            Tensor centres = Ops.sum(even.mul(offsets), true, 4, 5).sub(sum.mul(places(across)));
            Tensor uneven = centres.sub(Ops.mean(centres, true, 2));
            // six taps lie beside the middle
            even = even.sub(uneven.mul(offsets).div(Ops.scalar(6)));
        }
        return even.reshape(n, NetworkShape.CELL, in, 3, 3);
    }

    /** How many cells to the right, or down, each tap of a kernel lies. */
    private static Tensor offsets(boolean across) {
        Tensor line = Ops.tensor(new float[] {-1, 0, 1}, 3);
        return across ? line.reshape(1, 1, 1, 1, 1, 3) : line.reshape(1, 1, 1, 1, 3, 1);
    }

    /** How far to the right of its cell's middle, or below it, each pixel of a cell lies, in cells. */
    private static Tensor places(boolean across) {
        float[] places = new float[STRIDE * STRIDE];
        for (int i = 0; i < places.length; i++) {
            places[i] = ((across ? i % STRIDE : i / STRIDE) - (STRIDE - 1) / 2f) / STRIDE;
        }
        return Ops.tensor(places, places.length).reshape(1, 1, places.length, 1, 1, 1);
    }

    private Tensor get(String name) {
        return weights.get(name);
    }

    /** Hands out a style's scales and shifts, layer by layer. */
    private static final class Segments {
        private final Style style;
        private long next;

        Segments(Style style) {
            this.style = style;
        }

        Tensor modulate(Tensor x) {
            long from = next;
            next += x.size(1);
            return Ops.modulate(
                    x,
                    style.get("scale").narrow(1, from, x.size(1)),
                    style.get("shift").narrow(1, from, x.size(1)));
        }
    }
}
