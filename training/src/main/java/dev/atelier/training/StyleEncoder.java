package dev.atelier.training;

import static org.bytedeco.pytorch.global.torch.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * What looks at style pictures: a few strided convolutions whose channels' means and deviations over the picture, with those of
 * the colours, are turned by two dense layers into what {@link StyleCode#measured} computes from VGG-19's features. It learns to do
 * so from all pictures at hand, since any picture will do for that, and takes a tenth of the work.
 */
final class StyleEncoder {
    /** What the names of its parameters begin with. */
    static final String PREFIX = "encoder.";

    static final double EPSILON = 1e-5;
    /** Of colours around middle grey, to be of about unit deviation. */
    static final double CONTRAST = 4;

    /**
     * A convolution with zero padding, followed by a ReLU.
     *
     * @param isLevel whether its channels' means and deviations count
     */
    record Layer(String name, int in, int out, int size, int stride, boolean isLevel) {}

    static final List<Layer> LAYERS = List.of(
            new Layer(PREFIX + "conv1", 3, 32, 5, 2, true),
            new Layer(PREFIX + "conv2", 32, 64, 3, 2, false),
            new Layer(PREFIX + "conv3", 64, 64, 3, 1, true),
            new Layer(PREFIX + "conv4", 64, 128, 3, 2, false),
            new Layer(PREFIX + "conv5", 128, 128, 3, 1, true));

    /** Channels that means and deviations are taken of. */
    static final int MEASURED = 3 + 32 + 64 + 128;

    private static final int HIDDEN = 512;

    private final Weights weights;

    StyleEncoder(Weights weights) {
        this.weights = weights;
    }

    /** Adds the parameters of a new encoder. */
    static void initialise(Weights weights, RandomGenerator random) {
        for (Layer layer : LAYERS) {
            double inputs = layer.in * layer.size * layer.size;
            weights.normal(
                    random, Math.sqrt(2 / inputs), layer.name + ".weight", layer.out, layer.in, layer.size, layer.size);
            weights.zeros(layer.name + ".bias", layer.out);
        }
        weights.normal(random, Math.sqrt(1.0 / MEASURED), PREFIX + "first.weight", HIDDEN, 2 * MEASURED);
        weights.zeros(PREFIX + "first.bias", HIDDEN);
        weights.normal(random, Math.sqrt(1.0 / HIDDEN), PREFIX + "last.weight", StyleCode.inputs(), HIDDEN);
        weights.zeros(PREFIX + "last.bias", StyleCode.inputs());
    }

    /**
     * Means of channels and of their squares, which for two pictures together are the means of both.
     *
     * @param pictures [n, 3, h, w], RGB 0..1
     * @return [n, 2 * MEASURED]
     */
    Tensor moments(Tensor pictures) {
        Tensor x = pictures.sub(Ops.scalar(0.5)).mul(Ops.scalar(CONTRAST));
        List<Tensor> means = new ArrayList<>();
        List<Tensor> powers = new ArrayList<>();
        measure(x, means, powers);
        for (Layer layer : LAYERS) {
            x = Ops.convolve(x, weights.get(layer.name + ".weight"), weights.get(layer.name + ".bias"), layer.stride, 1)
                    .relu();
            if (layer.isLevel) {
                measure(x, means, powers);
            }
        }
        means.addAll(powers);
        return Ops.join(means, 1);
    }

    private static void measure(Tensor x, List<Tensor> means, List<Tensor> powers) {
        means.add(Ops.mean(x, false, 2, 3));
        powers.add(Ops.mean(x.square(), false, 2, 3));
    }

    /**
     * What it takes a picture's statistics for.
     *
     * @param moments [n, 2 * MEASURED]
     * @return [n, StyleCode.inputs()]
     */
    Tensor statistics(Tensor moments) {
        Tensor mean = moments.narrow(1, 0, MEASURED);
        Tensor deviation = moments.narrow(1, MEASURED, MEASURED)
                .sub(mean.square())
                .relu()
                .add(Ops.scalar(EPSILON))
                .sqrt();
        Tensor x =
                dense(Ops.join(List.of(mean, deviation), 1), PREFIX + "first").relu();
        return dense(x, PREFIX + "last");
    }

    private Tensor dense(Tensor x, String name) {
        return linear(x, weights.get(name + ".weight"), new TensorOptional(weights.get(name + ".bias")));
    }
}
