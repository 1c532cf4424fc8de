package dev.atelier.training;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.fake_quantize_per_tensor_affine;
import static org.bytedeco.pytorch.global.torch.instance_norm;
import static org.bytedeco.pytorch.global.torch.upsample_bilinear2d;

import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** LibTorch's operations in the forms used here. All tensors of pictures and features are [n, channels, height, width]. */
final class Ops {
    private static final double EPSILON = 1e-5;
    private static final int BYTE_STEPS = 255;

    private Ops() {}

    static Scalar scalar(double value) {
        return new Scalar((float) value);
    }

    static Tensor tensor(float[] values, long... shape) {
        return Tensor.create(values, shape);
    }

    /** So many normally distributed values. */
    static float[] normal(RandomGenerator random, double deviation, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    /** The values of a tensor of any type, in row-major order. */
    static float[] values(Tensor tensor) {
        Tensor plain = tensor.detach().to(torch.ScalarType.Float).contiguous();
        float[] values = new float[(int) plain.numel()];
        plain.data_ptr_float().get(values);
        return values;
    }

    /** A convolution with as much zero padding as keeps the size, divided by the stride. */
    static Tensor convolve(Tensor x, Tensor weight, Tensor bias, int stride, int groups) {
        return convolve(x, weight, bias, stride, groups, (weight.size(2) - stride) / 2);
    }

    /** A convolution without padding. */
    static Tensor convolveInside(Tensor x, Tensor weight, Tensor bias, int stride, int groups) {
        return convolve(x, weight, bias, stride, groups, 0);
    }

    private static Tensor convolve(Tensor x, Tensor weight, Tensor bias, int stride, int groups, long padding) {
        return conv2d(
                x,
                weight,
                bias == null ? new TensorOptional() : new TensorOptional(bias),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                groups);
    }

    /** Instance normalisation without scale and shift. */
    static Tensor normalise(Tensor x) {
        TensorOptional none = new TensorOptional();
        return instance_norm(x, none, none, none, none, true, 0, EPSILON, false);
    }

    /**
     * Instance normalisation with a scale and shift of each picture and channel.
     *
     * @param scale [n, channels]
     * @param shift [n, channels]
     */
    static Tensor modulate(Tensor x, Tensor scale, Tensor shift) {
        long n = x.size(0);
        long channels = x.size(1);
        return normalise(x).mul(scale.reshape(n, channels, 1, 1)).add(shift.reshape(n, channels, 1, 1));
    }

    /** Bilinear enlargement to twice the size, pixel centres at half coordinates. */
    static Tensor twice(Tensor x) {
        return upsample_bilinear2d(x, new long[] {2 * x.size(2), 2 * x.size(3)}, false);
    }

    /** Bilinear resampling to a size, with the filter widened when reducing, so that nothing aliases. */
    static Tensor resize(Tensor x, long height, long width) {
        Tensor y = x.size(2) == height
                ? x
                : triangles((int) x.size(2), (int) height).matmul(x);
        return x.size(3) == width
                ? y
                : y.matmul(triangles((int) x.size(3), (int) width).transpose(0, 1));
    }

    /** The matrix that resamples a line, [to, from]. */
    private static Tensor triangles(int from, int to) {
        double scale = (double) from / to;
        double radius = Math.max(1, scale);
        float[] weights = new float[to * from];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            double sum = 0;
            for (int j = 0; j < from; j++) {
                double weight = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / radius);
                weights[i * from + j] = (float) weight;
                sum += weight;
            }
            for (int j = 0; j < from; j++) {
                weights[i * from + j] /= (float) sum;
            }
        }
        return tensor(weights, to, from);
    }

    static Tensor limited(Tensor x, double least, double greatest) {
        return x.clamp(new ScalarOptional(scalar(least)), new ScalarOptional(scalar(greatest)));
    }

    /**
     * Values limited to a range and rounded to the steps that 8 bits hold of it, 0 being one of them. Gradients of values
     * within the range pass as if nothing had been rounded.
     */
    static Tensor rounded(Tensor x, double least, double greatest) {
        double step = (greatest - least) / (least < 0 ? BYTE_STEPS - 1 : BYTE_STEPS);
        return fake_quantize_per_tensor_affine(x, step, 0, Math.round(least / step), Math.round(greatest / step));
    }

    /** [n, positions, channels]: a view where features are laid out with their channels last. */
    static Tensor flat(Tensor features) {
        return features.permute(0, 2, 3, 1).reshape(features.size(0), -1, features.size(1));
    }

    static Tensor crop(Tensor x, long top, long left, long height, long width) {
        return x.narrow(2, top, height).narrow(3, left, width);
    }

    static Tensor join(List<Tensor> parts, long dimension) {
        return cat(new TensorVector(parts.toArray(Tensor[]::new)), dimension);
    }

    /** Gradients of the leaves, from those of several tensors at once. */
    static void backward(List<Tensor> roots, List<Tensor> gradients) {
        torch.backward(
                new TensorVector(roots.toArray(Tensor[]::new)),
                new TensorVector(gradients.toArray(Tensor[]::new)),
                new BoolOptional(false),
                false,
                new TensorVector());
    }

    /** A copy that outlives the scope and the graph that made it. */
    static Tensor keep(Tensor tensor) {
        Tensor kept = tensor.detach().clone();
        kept.retainReference();
        return kept;
    }

    static Tensor mean(Tensor x, boolean keep, long... dimensions) {
        return x.mean(dimensions, keep, new ScalarTypeOptional());
    }

    static Tensor sum(Tensor x, boolean keep, long... dimensions) {
        return x.sum(dimensions, keep, new ScalarTypeOptional());
    }
}
