package dev.atelier.training;

import dev.atelier.core.scoring.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;

/**
 * VGG-19's first layers and {@link StyleCode} as one ONNX graph: {@code picture} [1, 3, side, side] of RGB 0..1 in;
 * the parts of a style ({@link NetworkShape#style}) out. Weights are kept in half precision.
 */
@SuppressWarnings("try") // scopes work by being open
final class StyleExport {
    private final NetworkShape shape;
    private final Map<String, Tensor> weights;
    private final VggFeatures vgg;
    private final int side;
    private final OnnxGraph graph = new OnnxGraph("style");

    StyleExport(NetworkShape shape, Map<String, Tensor> weights, VggFeatures vgg, int side) {
        this.shape = shape;
        this.weights = weights;
        this.vgg = vgg;
        this.side = side;
    }

    byte[] bytes() {
        String picture = graph.input("picture", 1, 3, side, side);
        List<String> parts = new ArrayList<>();
        parts.addAll(measured(0, graph.op("Sub", List.of(picture, graph.scalar(0.5)))));
        String x = graph.op("Sub", List.of(picture, graph.constant(VggFeatures.mean(), 1, 3, 1, 1)));
        int level = 1;
        for (VggFeatures.Layer layer : VggFeatures.Layer.values()) {
            if (layer.poolsFirst()) {
                x = graph.op(
                        "MaxPool",
                        List.of(x),
                        OnnxGraph.integers("kernel_shape", 2, 2),
                        OnnxGraph.integers("strides", 2, 2));
            }
            VggFeatures.Convolution convolution = vgg.parameters(layer);
            x = relu(graph.op(
                    "Conv",
                    List.of(
                            x,
                            graph.half(convolution.kernel(), layer.out, layer.in, 3, 3),
                            graph.constant(convolution.bias(), layer.out)),
                    OnnxGraph.integers("kernel_shape", 3, 3),
                    OnnxGraph.integers("pads", 1, 1, 1, 1)));
            if (layer.isLevel()) {
                parts.addAll(measured(level++, x));
            }
        }
        code(graph.op("Concat", parts, OnnxGraph.integer("axis", 0)));
        return graph.bytes();
    }

    /** Means, deviations and the strengths of mixtures of a level's channels. */
    private List<String> measured(int level, String features) {
        int channels = StyleCode.CHANNELS[level];
        String flat = graph.op("Reshape", List.of(features, graph.longs(channels, -1)));
        String mean = graph.op("ReduceMean", List.of(flat), OnnxGraph.integers("axes", 1), keep(false));
        // divided before the product, so that sums stay small
        String thin = scaled(flat, 1 / Math.sqrt((double) positions(level)));
        String gram = graph.op(
                "MatMul", List.of(thin, graph.op("Transpose", List.of(thin), OnnxGraph.integers("perm", 1, 0))));
        String power = sum(
                graph.op("Mul", List.of(gram, graph.constant(TransferExport.identity(channels), channels, channels))));
        String variance = relu(graph.op("Sub", List.of(power, graph.op("Mul", List.of(mean, mean)))));
        String deviation = root(graph.op("Add", List.of(variance, graph.scalar(1e-5))));
        String mix = half("code.mix" + level);
        String even = scaled(gram, 1 / weights.get("code.power").values()[level]);
        String strength = sum(graph.op("Mul", List.of(graph.op("MatMul", List.of(mix, even)), mix)));
        strength = root(root(graph.op("Add", List.of(relu(strength), graph.scalar(StyleCode.TINY)))));
        return level == 0
                ? List.of(mean, deviation, strength)
                : List.of(
                        root(graph.op("Add", List.of(relu(mean), graph.scalar(StyleCode.TINY)))),
                        root(deviation),
                        strength);
    }

    private long positions(int level) {
        long width = level < 2 ? side : side >> (level - 1);
        return width * width;
    }

    private void code(String measured) {
        String x = graph.op("Sub", List.of(measured, constant("code.mean")));
        x = graph.op("Mul", List.of(x, constant("code.spread")));
        x = graph.op("Reshape", List.of(x, graph.longs(StyleCode.inputs(), 1)));
        x = relu(dense(x, "code.first"));
        x = relu(dense(x, "code.second"));
        x = graph.op("Reshape", List.of(dense(x, "code.last"), graph.longs(-1)));
        Map<String, long[]> parts = shape.style();
        List<String> outputs = graph.ops(
                "Split", 4 + shape.kernels().size(), List.of(x, graph.longs(sizes())), OnnxGraph.integer("axis", 0));
        String scale = scaled(graph.op("Sigmoid", List.of(outputs.get(0))), StyleCode.LARGEST_SCALE);
        output("scale", scale, parts);
        output("shift", graph.op("Mul", List.of(graph.op("Tanh", List.of(outputs.get(1))), scale)), parts);
        String colour = graph.op("Reshape", List.of(scaled(outputs.get(2), 0.3), graph.longs(3, 3)));
        output("colour", graph.op("Add", List.of(colour, graph.constant(TransferExport.identity(3), 3, 3))), parts);
        output("offset", scaled(outputs.get(3), 0.3), parts);
        int next = 4;
        for (String kernel : shape.kernels().keySet()) {
            output(kernel, mixed(kernel, outputs.get(next++)), parts);
        }
    }

    private long[] sizes() {
        long[] sizes = new long[4 + shape.kernels().size()];
        Arrays.fill(sizes, shape.experts());
        sizes[0] = shape.modulated();
        sizes[1] = shape.modulated();
        sizes[2] = 9;
        sizes[3] = 3;
        return sizes;
    }

    private void output(String name, String value, Map<String, long[]> parts) {
        graph.output(
                value,
                name,
                Arrays.stream(parts.get(name)).mapToObj(size -> (int) size).toArray());
    }

    /** The mean kernel and each expert's share of it. */
    private String mixed(String kernel, String shares) {
        long[] sizes = shape.kernels().get(kernel);
        String experts = graph.half(even(kernel, "experts.", shape.experts()), shape.experts(), count(sizes));
        String mixed = graph.op(
                "MatMul", List.of(graph.op("Reshape", List.of(shares, graph.longs(1, shape.experts()))), experts));
        mixed = graph.op("Reshape", List.of(mixed, graph.longs(sizes)));
        return graph.op("Add", List.of(mixed, graph.half(even(kernel, "mean.", 1), sizes)));
    }

    /** Kernels with the grid taken out already, where that is asked for. */
    private float[] even(String kernel, String prefix, long n) {
        float[] values = weights.get(prefix + kernel).values();
        if (!kernel.equals("paint")) {
            return values;
        }
        long[] sizes = shape.kernels().get(kernel);
        try (PointerScope scope = new PointerScope()) {
            return Ops.values(PaintNetwork.even(Ops.tensor(values, n, sizes[0], sizes[1], sizes[2], sizes[3])));
        }
    }

    private static long count(long[] sizes) {
        return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    }

    private String dense(String x, String name) {
        Tensor bias = weights.get(name + ".bias");
        return graph.op(
                "Add",
                List.of(
                        graph.op("MatMul", List.of(half(name + ".weight"), x)),
                        graph.constant(bias.values(), bias.values().length, 1)));
    }

    private String half(String name) {
        return graph.half(weights.get(name).values(), weights.get(name).shape());
    }

    private String constant(String name) {
        return graph.constant(weights.get(name).values(), weights.get(name).shape());
    }

    private String scaled(String x, double factor) {
        return graph.op("Mul", List.of(x, graph.scalar(factor)));
    }

    private String sum(String x) {
        return graph.op("ReduceSum", List.of(x, graph.longs(1)), keep(false));
    }

    private String root(String x) {
        return graph.op("Sqrt", List.of(x));
    }

    private String relu(String x) {
        return graph.op("Relu", List.of(x));
    }

    private static ai.onnx.proto.OnnxMl.AttributeProto keep(boolean keep) {
        return OnnxGraph.integer("keepdims", keep ? 1 : 0);
    }
}
