package dev.atelier.training;

import dev.atelier.core.scoring.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * VGG-19's first layers and {@link StyleCode} as one ONNX graph: {@code picture} [1, 3, side, side] of RGB 0..1 in;
 * {@code scale}, {@code shift}, {@code colour} [3, 3] and {@code offset} [3] out. Weights are kept in half precision.
 */
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
        String power = sum(graph.op("Mul", List.of(gram, graph.constant(identity(channels), channels, channels))));
        String variance = relu(graph.op("Sub", List.of(power, graph.op("Mul", List.of(mean, mean)))));
        String deviation = root(graph.op("Add", List.of(variance, graph.scalar(1e-5))));
        String mix = half("code.mix" + level);
        String strength = sum(graph.op("Mul", List.of(graph.op("MatMul", List.of(mix, gram)), mix)));
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
        int m = shape.modulated();
        List<String> outputs = graph.ops("Split", 4, List.of(x, graph.longs(m, m, 9, 3)), OnnxGraph.integer("axis", 0));
        graph.output(graph.op("Add", List.of(outputs.get(0), graph.scalar(1))), "scale", m);
        graph.output(outputs.get(1), "shift", m);
        String colour = graph.op("Reshape", List.of(scaled(outputs.get(2), 0.3), graph.longs(3, 3)));
        graph.output(graph.op("Add", List.of(colour, graph.constant(identity(3), 3, 3))), "colour", 3, 3);
        graph.output(scaled(outputs.get(3), 0.3), "offset", 3);
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

    private static float[] identity(int n) {
        float[] identity = new float[n * n];
        for (int i = 0; i < n; i++) {
            identity[i * n + i] = 1;
        }
        return identity;
    }
}
