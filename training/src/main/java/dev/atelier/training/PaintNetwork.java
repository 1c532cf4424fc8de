package dev.atelier.training;

import static org.bytedeco.pytorch.global.torch.conv_transpose2d;
import static org.bytedeco.pytorch.global.torch.leaky_relu;
import static org.bytedeco.pytorch.global.torch.replication_pad2d;

import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * The network that paints frames. A strided convolution takes the frame to a quarter of its size, another to an eighth;
 * residual blocks there, each a depthwise convolution, instance normalisation with the style's scale and shift, and a
 * pointwise convolution; bilinear enlargement, the quarter-size features again as a skip, one more block; a transposed
 * convolution back to the frame's size. The frame itself, through the style's colour matrix, is added to what that
 * paints.
 *
 * <p>Frames are continued beyond their border, by {@value #MARGIN} pixels, so that no halo of padding shows.
 */
final class PaintNetwork {
    static final int MARGIN = 32;
    static final int STEM = 8;
    static final int STRIDE = 4;
    static final double LEAK = 0.2;
    static final int REPEATED = MARGIN + (STEM - STRIDE) / 2;

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
        weights.normal(random, 0.12, "stem.weight", fine, 3, STEM, STEM);
        weights.zeros("stem.bias", fine);
        weights.normal(random, 0.25, "down.depth", fine, 1, 4, 4);
        weights.normal(random, Math.sqrt(2.0 / fine), "down.point", coarse, fine, 1, 1);
        for (int i = 0; i < shape.blocks(); i++) {
            weights.normal(random, 1.0 / shape.kernel(), block(i) + "depth", coarse, 1, shape.kernel(), shape.kernel());
            weights.normal(random, 0.5 * Math.sqrt(2.0 / coarse), block(i) + "point", coarse, coarse, 1, 1);
            weights.zeros(block(i) + "bias", coarse);
        }
        weights.normal(random, Math.sqrt(1.0 / coarse), "up.weight", fine, coarse, 1, 1);
        weights.zeros("up.bias", fine);
        weights.normal(random, 1.0 / 3, "fine.depth", fine, 1, 3, 3);
        weights.normal(random, 0.5 * Math.sqrt(2.0 / fine), "fine.point", fine, fine, 1, 1);
        weights.zeros("fine.bias", fine);
        weights.normal(random, 0.01, "paint.weight", fine, 3, STEM, STEM);
    }

    static String block(int i) {
        return "block" + i + ".";
    }

    /**
     * Paints frames.
     *
     * @param frames [n, 3, h, w], RGB 0..1, h and w multiples of 8
     * @return [n, 3, h, w], not limited to 0..1
     */
    Tensor paint(Tensor frames, Style style) {
        Tensor centred = frames.sub(Ops.scalar(0.5));
        // the first convolution overlaps by two pixels on each side: repeated too, so that it needs no padding
        Tensor padded = replication_pad2d(centred, REPEATED, REPEATED, REPEATED, REPEATED);
        Tensor stem =
                leaky_relu(Ops.convolveInside(padded, get("stem.weight"), get("stem.bias"), STRIDE), Ops.scalar(LEAK));
        Tensor y = Ops.convolve(stem, get("down.depth"), null, 2, shape.fine());
        Segments segments = new Segments(style);
        y = segments.modulate(Ops.convolve(y, get("down.point"), null, 1, 1)).relu();
        for (int i = 0; i < shape.blocks(); i++) {
            Tensor r = Ops.convolve(y, get(block(i) + "depth"), null, 1, shape.coarse());
            r = segments.modulate(r).relu();
            y = y.add(Ops.convolve(r, get(block(i) + "point"), get(block(i) + "bias"), 1, 1));
        }
        Tensor u = Ops.twice(Ops.convolve(y, get("up.weight"), get("up.bias"), 1, 1));
        u = u.add(segments.modulate(stem));
        Tensor r = segments.modulate(Ops.convolve(u, get("fine.depth"), null, 1, shape.fine()))
                .relu();
        u = u.add(Ops.convolve(r, get("fine.point"), get("fine.bias"), 1, 1));
        Tensor painted = conv_transpose2d(
                u,
                even(get("paint.weight")),
                new TensorOptional(),
                new long[] {STRIDE, STRIDE},
                new long[] {2, 2},
                new long[] {0, 0},
                1,
                1,
                1);
        painted = Ops.crop(painted, MARGIN, MARGIN, frames.size(2), frames.size(3));
        return painted.add(coloured(centred, style)).add(Ops.scalar(0.5));
    }

    /** {@code colour * frame + offset} for each pixel. */
    private static Tensor coloured(Tensor centred, Style style) {
        long n = centred.size(0);
        Tensor pixels = centred.reshape(n, 3, -1);
        return style.colour()
                .matmul(pixels)
                .add(style.offset().reshape(n, 3, 1))
                .reshape(n, 3, centred.size(2), centred.size(3));
    }

    /**
     * The transposed convolution's kernel with the grid taken out: each of the 4 x 4 places of an output pixel gets the
     * same sum of weights, so that constant features paint a constant colour.
     */
    static Tensor even(Tensor kernel) {
        long in = kernel.size(0);
        Tensor taps = kernel.reshape(in, 3, 2, STRIDE, 2, STRIDE);
        Tensor sums = Ops.sum(taps, true, 2, 4);
        Tensor uneven = sums.sub(Ops.mean(sums, true, 3, 5));
        return taps.sub(uneven.mul(Ops.scalar(0.25))).reshape(in, 3, STEM, STEM);
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
                    x, style.scale().narrow(1, from, x.size(1)), style.shift().narrow(1, from, x.size(1)));
        }
    }
}
