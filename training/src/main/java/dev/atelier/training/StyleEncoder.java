package dev.atelier.training;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What looks at style pictures: a network of half the work of VGG-19's first layers that imitates their features. It learns
 * to do so at every place of any picture at hand, since any picture will do for that: so it sees in a painting
 * that it never saw what the losses of the training see.
 */
final class StyleEncoder {
    /** What the names of its parameters begin with. */
    static final String PREFIX = "encoder.";

    /** Of colours around middle grey, to be of about unit deviation. */
    static final double CONTRAST = 4;

    /**
     * A convolution with zero padding, followed by a ReLU.
     *
     * @param use what becomes of its channels
     */
    record Layer(String name, int in, int out, int size, int stride, Use use) {
        int padding() {
            return (size - stride) / 2;
        }
    }

    /** Whether a layer's channels go on to the next one, are what VGG-19's are taken for, or both. */
    enum Use {
        PASSED_ON,
        IMITATION,
        BOTH;

        boolean isPassedOn() {
            return this != IMITATION;
        }

        boolean isImitation() {
            return this != PASSED_ON;
        }
    }

    static final List<Layer> LAYERS = List.of(
            new Layer(PREFIX + "relu1_1", 3, 64, 3, 1, Use.BOTH),
            new Layer(PREFIX + "half", 64, 64, 4, 2, Use.PASSED_ON),
            new Layer(PREFIX + "half.wide", 64, 96, 3, 1, Use.PASSED_ON),
            new Layer(PREFIX + "relu2_1", 96, 128, 1, 1, Use.IMITATION),
            new Layer(PREFIX + "quarter", 96, 128, 4, 2, Use.PASSED_ON),
            new Layer(PREFIX + "quarter.wide", 128, 160, 3, 1, Use.PASSED_ON),
            new Layer(PREFIX + "relu3_1", 160, 256, 1, 1, Use.IMITATION));

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
    }

    /**
     * What it takes VGG-19's features for.
     *
     * @param pictures [n, 3, h, w], RGB 0..1, h and w multiples of 4
     * @param type to compute in
     * @return relu1_1, relu2_1 and relu3_1, each divided by {@link StyleCode#unit}
     */
    List<Tensor> levels(Tensor pictures, torch.ScalarType type) {
        return outputs(pictures, type).stream().map(Tensor::relu).toList();
    }

    /**
     * What {@link #levels} are before they are rectified.
     *
     * @param type to compute in
     */
    List<Tensor> outputs(Tensor pictures, torch.ScalarType type) {
        Tensor x = pictures.sub(Ops.scalar(0.5))
                .mul(Ops.scalar(CONTRAST))
                .to(type)
                .contiguous(torch.MemoryFormat.ChannelsLast);
        List<Tensor> outputs = new ArrayList<>();
        for (Layer layer : LAYERS) {
            Tensor kernel = weights.get(layer.name + ".weight").to(type).contiguous(torch.MemoryFormat.ChannelsLast);
            Tensor bias = weights.get(layer.name + ".bias").to(type);
            Tensor y = Ops.convolve(x, kernel, bias, layer.stride, 1);
            if (layer.use.isImitation()) {
                outputs.add(y.to(torch.ScalarType.Float));
            }
            if (layer.use.isPassedOn()) {
                x = y.relu();
            }
        }
        return outputs;
    }
}
