package dev.atelier.training;

import static org.bytedeco.pytorch.global.torch.max_pool2d;

import dev.atelier.core.failure.InvalidRequestException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The features that pictures are compared by: the first layers of VGG-19 (Simonyan and Zisserman, 2014) trained on
 * ImageNet, unnormalised, with zero padding.
 */
public final class VggFeatures {
    /** Convolutions by name, with their input and output channels. */
    enum Layer {
        CONV1_1(3, 64),
        CONV1_2(64, 64),
        CONV2_1(64, 128),
        CONV2_2(128, 128),
        CONV3_1(128, 256);

        final int in;
        final int out;

        Layer(int in, int out) {
            this.in = in;
            this.out = out;
        }

        /** Such as {@code conv1_1}. */
        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** Whether its output is a level that pictures are compared at. */
        boolean isLevel() {
            return name().endsWith("_1");
        }

        boolean poolsFirst() {
            return isLevel() && this != CONV1_1;
        }
    }

    /**
     * A convolution's parameters.
     *
     * @param kernel [out, in, 3, 3]
     */
    record Convolution(float[] kernel, float[] bias) {}

    private final Map<Layer, Convolution> parameters;
    private final Map<Layer, Tensor> kernels = new LinkedHashMap<>();
    private final Map<Layer, Tensor> biases = new LinkedHashMap<>();
    private final torch.ScalarType type;
    private final double scale;

    /** Of parameters as they were trained on inputs 0..255. */
    VggFeatures(Map<Layer, Convolution> parameters, boolean bfloat16) {
        this(parameters, bfloat16, VggWeights.CAFFE_SCALE);
    }

    /**
     * @param bfloat16 whether to compute in bfloat16, twice as fast or more where the processor has it
     * @param scale how much larger the features are than those of inputs of unit deviation
     */
    VggFeatures(Map<Layer, Convolution> parameters, boolean bfloat16, double scale) {
        LibTorch.load();
        this.scale = scale;
        this.parameters = Map.copyOf(parameters);
        type = bfloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float;
        for (Layer layer : Layer.values()) {
            Convolution convolution = parameters.get(layer);
            kernels.put(
                    layer,
                    Ops.keep(Ops.tensor(convolution.kernel(), layer.out, layer.in, 3, 3)
                            .to(type)
                            .contiguous(torch.MemoryFormat.ChannelsLast)));
            biases.put(layer, Ops.keep(Ops.tensor(convolution.bias(), layer.out).to(type)));
        }
    }

    /**
     * Reads published weights, in any of the forms that {@link VggWeights} knows.
     *
     * @param file a folder, or a {@code .safetensors} or {@code .pth} file
     * @throws InvalidRequestException if it holds no weights of VGG-19
     */
    public static VggFeatures read(Path file, boolean bfloat16) {
        VggWeights weights = VggWeights.read(file);
        return new VggFeatures(weights.parameters(), bfloat16, weights.scale());
    }

    /** Features of the same shape with random weights, for tests. */
    static VggFeatures random(RandomGenerator random, boolean bfloat16) {
        Map<Layer, Convolution> parameters = new LinkedHashMap<>();
        for (Layer layer : Layer.values()) {
            float[] kernel = Ops.normal(random, Math.sqrt(2.0 / (9 * layer.in)), layer.out * layer.in * 9);
            parameters.put(layer, new Convolution(kernel, new float[layer.out]));
        }
        return new VggFeatures(parameters, bfloat16);
    }

    /** What is taken from RGB 0..1 before the first convolution. */
    static float[] mean() {
        return new float[] {123.68f / 255, 116.779f / 255, 103.939f / 255};
    }

    /** How much larger the features are than those of inputs of unit deviation, which usual weights of losses mean. */
    double scale() {
        return scale;
    }

    /** What it computes in. */
    torch.ScalarType type() {
        return type;
    }

    Convolution parameters(Layer layer) {
        return parameters.get(layer);
    }

    /**
     * The five convolutions' outputs, before they are rectified.
     *
     * @param pictures [n, 3, h, w], RGB 0..1
     */
    List<Tensor> convolutions(Tensor pictures) {
        List<Tensor> outputs = new ArrayList<>();
        run(pictures, (layer, output) -> outputs.add(output), (layer, output) -> {});
        return outputs;
    }

    /**
     * relu1_1, relu2_1 and relu3_1.
     *
     * @param pictures [n, 3, h, w], RGB 0..1
     */
    List<Tensor> levels(Tensor pictures) {
        List<Tensor> levels = new ArrayList<>();
        run(pictures, (layer, output) -> {}, levelsInto(levels));
        return levels;
    }

    /** What {@link #levels} are before they are rectified. */
    List<Tensor> levelsBeforeTheyAreRectified(Tensor pictures) {
        List<Tensor> levels = new ArrayList<>();
        run(pictures, levelsInto(levels), (layer, output) -> {});
        return levels;
    }

    private static BiConsumer<Layer, Tensor> levelsInto(List<Tensor> levels) {
        return (layer, output) -> {
            if (layer.isLevel()) {
                levels.add(output);
            }
        };
    }

    private void run(Tensor pictures, BiConsumer<Layer, Tensor> plain, BiConsumer<Layer, Tensor> rectified) {
        Tensor x = pictures.sub(Ops.tensor(mean(), 1, 3, 1, 1)).to(type).contiguous(torch.MemoryFormat.ChannelsLast);
        for (Layer layer : Layer.values()) {
            if (layer.poolsFirst()) {
                x = max_pool2d(x, 2, 2);
            }
            x = Ops.convolve(x, kernels.get(layer), biases.get(layer), 1, 1);
            plain.accept(layer, x);
            x = x.relu();
            rectified.accept(layer, x);
        }
    }
}
