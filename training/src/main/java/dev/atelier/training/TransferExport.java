package dev.atelier.training;

import dev.atelier.core.scoring.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;

/**
 * {@link PaintNetwork} as an ONNX graph: {@code frame} [n, 3, h, w] of RGB 0..1, h and w multiples of 8, and a style's
 * {@code scale}, {@code shift}, {@code colour} and {@code offset} in; {@code painted} of the frame's shape, 0..1, out. The
 * style of a network tuned to one picture is part of the graph.
 */
@SuppressWarnings("try") // scopes and guards work by being open
final class TransferExport {
    private final NetworkShape shape;
    private final Map<String, Tensor> weights;
    private final OnnxGraph graph = new OnnxGraph("transfer");
    private List<String> scales = List.of();
    private List<String> shifts = List.of();
    private int modulated;

    TransferExport(NetworkShape shape, Map<String, Tensor> weights) {
        this.shape = shape;
        this.weights = weights;
    }

    byte[] bytes() {
        String frame = graph.input("frame", "n", 3, "h", "w");
        long[] sizes = segments();
        scales = split(style("scale", shape.modulated()), sizes);
        shifts = split(style("shift", shape.modulated()), sizes);
        String colour = style("colour", 3, 3);
        String offset = style("offset", 3);

        int m = PaintNetwork.REPEATED;
        String padded =
                graph.op("Pad", List.of(frame, graph.longs(0, 0, m, m, 0, 0, m, m)), OnnxGraph.text("mode", "edge"));
        String stem = graph.op("LeakyRelu", List.of(stem(padded)), OnnxGraph.real("alpha", PaintNetwork.LEAK));
        String y = convolve(stem, "down.depth", null, 2, shape.fine());
        y = relu(modulate(convolve(y, "down.point", null, 1, 1)));
        for (int i = 0; i < shape.blocks(); i++) {
            String block = PaintNetwork.block(i);
            String r = relu(modulate(convolve(y, block + "depth", null, 1, shape.coarse())));
            y = add(y, convolve(r, block + "point", block + "bias", 1, 1));
        }
        String u = graph.op(
                "Resize",
                List.of(convolve(y, "up.weight", "up.bias", 1, 1), "", graph.constant(new float[] {1, 1, 2, 2}, 4)),
                OnnxGraph.text("mode", "linear"),
                OnnxGraph.text("coordinate_transformation_mode", "half_pixel"));
        u = add(u, modulate(stem));
        String r = relu(modulate(convolve(u, "fine.depth", null, 1, shape.fine())));
        u = add(u, convolve(r, "fine.point", "fine.bias", 1, 1));
        String painted = add(enlarged(u), coloured(frame, colour, offset));
        painted = graph.op("Clip", List.of(painted, graph.scalar(0), graph.scalar(1)));
        graph.output(painted, "painted", "n", 3, "h", "w");
        return graph.bytes();
    }

    /** An input, or the value that a network was tuned to. */
    private String style(String name, Integer... sizes) {
        Tensor tuned = weights.get("tuned." + name);
        return tuned == null
                ? graph.input(name, (Object[]) sizes)
                : graph.constant(
                        tuned.values(),
                        Arrays.stream(sizes).mapToLong(Integer::longValue).toArray());
    }

    private long[] segments() {
        long[] sizes = new long[shape.blocks() + 3];
        Arrays.fill(sizes, shape.coarse());
        sizes[sizes.length - 2] = shape.fine();
        sizes[sizes.length - 1] = shape.fine();
        return sizes;
    }

    private List<String> split(String value, long[] sizes) {
        return graph.ops("Split", sizes.length, List.of(value, graph.longs(sizes)), OnnxGraph.integer("axis", 0));
    }

    /** The first convolution, with the shift of the frame to middle grey in its bias. */
    private String stem(String padded) {
        Tensor weight = weights.get("stem.weight");
        float[] bias = weights.get("stem.bias").values().clone();
        int size = weight.values().length / bias.length;
        for (int i = 0; i < weight.values().length; i++) {
            bias[i / size] -= 0.5f * weight.values()[i];
        }
        return graph.op(
                "Conv",
                List.of(padded, constant(weight), graph.constant(bias, bias.length)),
                OnnxGraph.integers("kernel_shape", PaintNetwork.STEM, PaintNetwork.STEM),
                OnnxGraph.integers("strides", PaintNetwork.STRIDE, PaintNetwork.STRIDE));
    }

    private String enlarged(String u) {
        float[] even;
        try (PointerScope scope = new PointerScope()) {
            Tensor kernel = weights.get("paint.weight");
            even = Ops.values(PaintNetwork.even(Ops.tensor(kernel.values(), kernel.shape())));
        }
        int margin = PaintNetwork.MARGIN;
        String wide = graph.op(
                "ConvTranspose",
                List.of(u, graph.constant(even, shape.fine(), 3, PaintNetwork.STEM, PaintNetwork.STEM)),
                OnnxGraph.integers("kernel_shape", PaintNetwork.STEM, PaintNetwork.STEM),
                OnnxGraph.integers("strides", PaintNetwork.STRIDE, PaintNetwork.STRIDE),
                OnnxGraph.integers("pads", 2, 2, 2, 2));
        return graph.op(
                "Slice", List.of(wide, graph.longs(margin, margin), graph.longs(-margin, -margin), graph.longs(2, 3)));
    }

    /** {@code colour * (frame - 0.5) + offset + 0.5} as a pointwise convolution. */
    private String coloured(String frame, String colour, String offset) {
        String sums = graph.op("ReduceSum", List.of(colour, graph.longs(1)), OnnxGraph.integer("keepdims", 0));
        String bias = graph.op(
                "Sub", List.of(add(offset, graph.scalar(0.5)), graph.op("Mul", List.of(sums, graph.scalar(0.5)))));
        String kernel = graph.op("Reshape", List.of(colour, graph.longs(3, 3, 1, 1)));
        return graph.op("Conv", List.of(frame, kernel, bias), OnnxGraph.integers("kernel_shape", 1, 1));
    }

    private String modulate(String x) {
        int i = modulated++;
        return graph.op("InstanceNormalization", List.of(x, scales.get(i), shifts.get(i)));
    }

    private String convolve(String x, String weight, String bias, int stride, int groups) {
        Tensor kernel = weights.get(weight);
        long size = kernel.shape()[2];
        long p = (size - stride) / 2;
        List<String> inputs = new ArrayList<>(List.of(x, constant(kernel)));
        if (bias != null) {
            inputs.add(constant(weights.get(bias)));
        }
        return graph.op(
                "Conv",
                inputs,
                OnnxGraph.integers("kernel_shape", size, size),
                OnnxGraph.integers("strides", stride, stride),
                OnnxGraph.integers("pads", p, p, p, p),
                OnnxGraph.integer("group", groups));
    }

    private String constant(Tensor tensor) {
        return graph.constant(tensor.values(), tensor.shape());
    }

    private String relu(String x) {
        return graph.op("Relu", List.of(x));
    }

    private String add(String a, String b) {
        return graph.op("Add", List.of(a, b));
    }
}
