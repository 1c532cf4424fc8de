package dev.atelier.training;

import dev.atelier.core.scoring.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;

/**
 * {@link StyleEncoder} and {@link StyleCode} as one ONNX graph: {@code picture} [1, 3, h, w] of RGB 0..1, both sides multiples of 4, in;
 * the parts of a style ({@link NetworkShape#style}) out. Weights are kept in half precision.
 */
@SuppressWarnings("try") // scopes work by being open
final class StyleExport {
    /** What the graph needs not be told, but a training that goes on from it. */
    static final String POWER = "code.power";

    private final NetworkShape shape;
    private final Map<String, Tensor> weights;
    private final OnnxGraph graph = new OnnxGraph("style");

    StyleExport(NetworkShape shape, Map<String, Tensor> weights) {
        this.shape = shape;
        this.weights = weights;
    }

    byte[] bytes() {
        String picture = graph.input("picture", 1, 3, "h", "w");
        List<String> parts = new ArrayList<>();
        String colours = graph.op("Sub", List.of(picture, graph.scalar(0.5)));
        double unit = Math.sqrt(weights.get(POWER).values()[0]);
        measure(scaled(colours, 1 / unit), parts);
        contrast(scaled(parts.get(1), unit));
        String x = scaled(colours, StyleEncoder.CONTRAST);
        for (StyleEncoder.Layer layer : StyleEncoder.LAYERS) {
            int padding = layer.padding();
            Tensor bias = weights.get(layer.name() + ".bias");
            String y = relu(graph.op(
                    "Conv",
                    List.of(
                            x,
                            half(layer.name() + ".weight"),
                            graph.constant(layer.name() + ".bias", bias.values(), layer.out())),
                    OnnxGraph.integers("kernel_shape", layer.size(), layer.size()),
                    OnnxGraph.integers("strides", layer.stride(), layer.stride()),
                    OnnxGraph.integers("pads", padding, padding, padding, padding)));
            if (layer.use().isImitation()) {
                measure(y, parts);
            }
            if (layer.use().isPassedOn()) {
                x = y;
            }
        }
        code(normalised(graph.op("Concat", parts, OnnxGraph.integer("axis", 1))));
        graph.metadata(POWER, PackageWeights.text(weights.get(POWER).values()));
        return graph.bytes();
    }

    /**
     * Adds the means and deviations of a level's channels and the strengths of their mixtures, as {@link StyleCode} does.
     *
     * @param x the level, divided by {@link StyleCode#unit}
     */
    private void measure(String x, List<String> parts) {
        int level = parts.size() / 3;
        boolean isColour = level == 0;
        String mean = mean(x);
        String power = mean(square(x));
        String variance = relu(graph.op("Sub", List.of(power, square(mean))));
        String deviation = root(graph.op("Add", List.of(variance, graph.scalar(StyleCode.TINY * StyleCode.TINY))));
        parts.add(isColour ? mean : root(graph.op("Add", List.of(mean, graph.scalar(StyleCode.TINY)))));
        parts.add(isColour ? deviation : root(deviation));
        Tensor mix = weights.get("code.mix" + level);
        long[] shape = {mix.shape()[0], mix.shape()[1], 1, 1};
        String mixed = graph.op(
                "Conv",
                List.of(x, graph.constant("code.mix" + level, mix.values(), shape)),
                OnnxGraph.integers("kernel_shape", 1, 1));
        String strength = mean(square(mixed));
        parts.add(root(root(graph.op("Add", List.of(strength, graph.scalar(StyleCode.TINY))))));
    }

    /** @param deviations of the colours, [1, 3] */
    private void contrast(String deviations) {
        String variance = graph.op(
                "ReduceMean",
                List.of(square(deviations)),
                OnnxGraph.integers("axes", 1),
                OnnxGraph.integer("keepdims", 0));
        output("contrast", root(variance), shape.style());
    }

    /** About unit deviation, within the limits, as a column. */
    private String normalised(String statistics) {
        int inputs = StyleCode.inputs();
        String x = graph.op("Reshape", List.of(statistics, graph.longs(inputs, 1)));
        x = graph.op(
                "Sub",
                List.of(x, graph.constant("code.mean", weights.get("code.mean").values(), inputs, 1)));
        x = graph.op(
                "Mul",
                List.of(
                        x,
                        graph.constant("code.spread", weights.get("code.spread").values(), inputs, 1)));
        return graph.op("Clip", List.of(x, graph.scalar(-StyleCode.FARTHEST), graph.scalar(StyleCode.FARTHEST)));
    }

    private String square(String x) {
        return graph.op("Mul", List.of(x, x));
    }

    private String root(String x) {
        return graph.op("Sqrt", List.of(x));
    }

    private String mean(String features) {
        return graph.op(
                "ReduceMean", List.of(features), OnnxGraph.integers("axes", 2, 3), OnnxGraph.integer("keepdims", 0));
    }

    private void code(String measured) {
        String x = relu(dense(measured, "code.first"));
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
        String experts = graph.half(
                "experts." + kernel, even(kernel, "experts.", shape.experts()), shape.experts(), count(sizes));
        String mixed = graph.op(
                "MatMul", List.of(graph.op("Reshape", List.of(shares, graph.longs(1, shape.experts()))), experts));
        mixed = graph.op("Reshape", List.of(mixed, graph.longs(sizes)));
        return graph.op("Add", List.of(mixed, graph.half("mean." + kernel, even(kernel, "mean.", 1), sizes)));
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
                        graph.constant(name + ".bias", bias.values(), bias.values().length, 1)));
    }

    private String half(String name) {
        return graph.half(name, weights.get(name).values(), weights.get(name).shape());
    }

    private String scaled(String x, double factor) {
        return graph.op("Mul", List.of(x, graph.scalar(factor)));
    }

    private String relu(String x) {
        return graph.op("Relu", List.of(x));
    }
}
