package dev.atelier.training;

import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link PaintNetwork} as an ONNX graph: {@code frame} [n, 3, h, w] of RGB 0..1, h and w multiples of 8 and at least 16, and the parts of a
 * style ({@link NetworkShape#style}) in; {@code painted} of the frame's shape, 0..1, out. The style of a network tuned to
 * one picture is part of the graph.
 */
final class TransferExport {
    private static final int STRIDE = PaintNetwork.STRIDE;
    private static final int PLACES = STRIDE * STRIDE;

    private final NetworkShape shape;
    private final Map<String, Tensor> weights;
    private final OnnxGraph graph = new OnnxGraph("transfer");
    private final Map<String, String> style = new LinkedHashMap<>();
    private List<String> scales = List.of();
    private List<String> shifts = List.of();
    private int modulated;

    TransferExport(NetworkShape shape, Map<String, Tensor> weights) {
        this.shape = shape;
        this.weights = weights;
    }

    byte[] bytes() {
        String frame = graph.input("frame", "n", 3, "h", "w");
        shape.style().forEach((name, sizes) -> style.put(name, part(name, sizes)));
        long[] sizes = segments();
        scales = split(style.get("scale"), sizes);
        shifts = split(style.get("shift"), sizes);

        String cells = cells(mirrored(frame, STRIDE), frame);
        String made = modulate(convolve(cells, constant("stem.weight"), null, 3, 1));
        String stem = limited(made, PaintNetwork.FEATURES);
        String y = positive(modulate(convolve(mirrored(relu(made), 1), constant("down.weight"), null, 4, 2)));
        for (int i = 0; i < shape.blocks(); i++) {
            String block = PaintNetwork.block(i);
            String r = positive(modulate(convolve(mirrored(y, 1), constant(block + "weight"), null, 3, 1)));
            y = sum(y, convolve(r, style.get(block + "point"), constant(block + "bias"), 1, 1));
        }
        String u = graph.op(
                "Resize",
                List.of(
                        convolve(y, style.get("up"), constant("up.bias"), 1, 1),
                        "",
                        graph.constant(new float[] {1, 1, 2, 2}, 4)),
                OnnxGraph.text("mode", "linear"),
                OnnxGraph.text("coordinate_transformation_mode", "half_pixel"));
        u = sum(u, stem);
        String r = positive(modulate(convolve(mirrored(u, 1), constant("fine.weight"), null, 3, 1)));
        u = sum(u, convolve(r, style.get("fine.point"), constant("fine.bias"), 1, 1));
        String painted = convolve(mirrored(u, 1), style.get("paint"), null, 3, 1);
        painted = contrasted(painted, coloured(inside(cells)));
        graph.output(pixels(painted, frame), "painted", "n", 3, "h", "w");
        return graph.bytes();
    }

    /**
     * What is painted and the coloured frame together, with the contrast of the style. The mean and variance of their colours bear
     * the names by which they are fixed for a shot.
     */
    private String contrasted(String painted, String coloured) {
        String seen = graph.op("Reshape", List.of(limited(add(painted, coloured), 0, 1), graph.longs(0, 3, -1)));
        String mean = mean(Observations.MEAN + "contrast", seen);
        String off = subtract(seen, mean);
        String variance = mean(Observations.VARIANCE + "contrast", multiply(off, off));
        variance = graph.op(
                "ReduceMean", List.of(variance), OnnxGraph.integers("axes", 1), OnnxGraph.integer("keepdims", 1));
        String deviation = graph.op("Sqrt", List.of(add(variance, graph.scalar(PaintNetwork.TINY))));
        String gain = limited(
                graph.op("Div", List.of(style.get("contrast"), deviation)),
                PaintNetwork.LEAST_GAIN,
                PaintNetwork.MOST_GAIN);
        String rest = multiply(mean, subtract(graph.scalar(1), gain));
        rest = graph.op("Expand", List.of(rest, graph.longs(1, 3, PLACES)));
        rest = graph.op("Reshape", List.of(rest, graph.longs(0, NetworkShape.CELL, 1, 1)));
        gain = graph.op("Reshape", List.of(gain, graph.longs(0, 1, 1, 1)));
        return limited(
                add(limited(multiply(painted, gain), PaintNetwork.PAINT), add(multiply(coloured, gain), rest)), 0, 1);
    }

    /** The mean of each colour. */
    private String mean(String name, String colours) {
        return graph.named(
                name, "ReduceMean", List.of(colours), OnnxGraph.integers("axes", 2), OnnxGraph.integer("keepdims", 1));
    }

    /** An input, or the value that a network was tuned to. */
    private String part(String name, long[] sizes) {
        Tensor tuned = weights.get(SingleStyleTuning.TUNED + name);
        return tuned == null
                ? graph.input(
                        name, Arrays.stream(sizes).mapToObj(size -> (int) size).toArray())
                : graph.constant(tuned.values(), sizes);
    }

    private long[] segments() {
        long[] sizes = new long[shape.blocks() + 3];
        Arrays.fill(sizes, shape.coarse());
        sizes[0] = shape.fine();
        sizes[sizes.length - 1] = shape.fine();
        return sizes;
    }

    private List<String> split(String value, long[] sizes) {
        return graph.ops("Split", sizes.length, List.of(value, graph.longs(sizes)), OnnxGraph.integer("axis", 0));
    }

    /**
     * What pixel-unshuffling makes of a frame with its edges. As moves of one axis at a time, of whole rows and then of four values,
     * which cost a fraction of what SpaceToDepth does and can be made on bytes.
     */
    private String cells(String picture, String frame) {
        String rows = add(graph.op("Shape", List.of(frame)), graph.longs(0, 0, 2 * STRIDE, 2 * STRIDE));
        rows = graph.op("Div", List.of(rows, graph.longs(1, 1, STRIDE, 1)));
        rows = graph.op("Mul", List.of(rows, graph.longs(1, 1, 1, STRIDE)));
        String parts = graph.op("Reshape", List.of(picture, rows));
        parts = graph.op("Transpose", List.of(parts), OnnxGraph.integers("perm", 0, 2, 1, 3));
        parts = graph.op("Reshape", List.of(parts, graph.longs(0, 0, 3 * STRIDE, -1, STRIDE)));
        parts = graph.op("Transpose", List.of(parts), OnnxGraph.integers("perm", 0, 1, 3, 2, 4));
        parts = graph.op("Reshape", List.of(parts, graph.longs(0, 0, 0, NetworkShape.CELL)));
        return graph.op("Transpose", List.of(parts), OnnxGraph.integers("perm", 0, 3, 1, 2));
    }

    /** The reverse of {@link #cells}, for a picture of the size of another. */
    private String pixels(String cells, String like) {
        String parts = graph.op("Transpose", List.of(cells), OnnxGraph.integers("perm", 0, 2, 3, 1));
        parts = graph.op("Reshape", List.of(parts, graph.longs(0, 0, 0, 3 * STRIDE, STRIDE)));
        parts = graph.op("Transpose", List.of(parts), OnnxGraph.integers("perm", 0, 1, 3, 2, 4));
        parts = graph.op("Reshape", List.of(parts, graph.longs(0, 0, 3, -1)));
        parts = graph.op("Transpose", List.of(parts), OnnxGraph.integers("perm", 0, 2, 1, 3));
        return graph.op("Reshape", List.of(parts, graph.op("Shape", List.of(like))));
    }

    /** What is mirrored at its border, an edge of some values wide. */
    private String mirrored(String x, int edge) {
        return graph.op(
                "Pad", List.of(x, graph.longs(0, 0, edge, edge, 0, 0, edge, edge)), OnnxGraph.text("mode", "reflect"));
    }

    /** Cells without those at the edge. */
    private String inside(String cells) {
        return graph.op("Slice", List.of(cells, graph.longs(1, 1), graph.longs(-1, -1), graph.longs(2, 3)));
    }

    /** {@code colour * (frame - 0.5) + offset + 0.5} of cells. */
    private String coloured(String cells) {
        String colour = style.get("colour");
        String same = graph.constant(identity(PLACES), 1, PLACES, 1, PLACES);
        String kernel = graph.op("Mul", List.of(graph.op("Reshape", List.of(colour, graph.longs(3, 1, 3, 1))), same));
        kernel = graph.op("Reshape", List.of(kernel, graph.longs(NetworkShape.CELL, NetworkShape.CELL, 1, 1)));
        String sums = graph.op("ReduceSum", List.of(colour, graph.longs(1)), OnnxGraph.integer("keepdims", 1));
        String bias = graph.op(
                "Sub",
                List.of(
                        add(graph.op("Reshape", List.of(style.get("offset"), graph.longs(3, 1))), graph.scalar(0.5)),
                        graph.op("Mul", List.of(sums, graph.scalar(0.5)))));
        bias = graph.op("Expand", List.of(bias, graph.longs(3, PLACES)));
        bias = graph.op("Reshape", List.of(bias, graph.longs(NetworkShape.CELL)));
        return convolve(cells, kernel, bias, 1, 1);
    }

    private String modulate(String x) {
        int i = modulated++;
        return graph.op("InstanceNormalization", List.of(x, scales.get(i), shifts.get(i)));
    }

    private String convolve(String x, String kernel, String bias, int size, int stride) {
        List<String> inputs = new ArrayList<>(List.of(x, kernel));
        if (bias != null) {
            inputs.add(bias);
        }
        return graph.op(
                "Conv",
                inputs,
                OnnxGraph.integers("kernel_shape", size, size),
                OnnxGraph.integers("strides", stride, stride));
    }

    private String constant(String name) {
        Tensor tensor = weights.get(name);
        return graph.constant(name, tensor.values(), tensor.shape());
    }

    private String relu(String x) {
        return graph.op("Relu", List.of(x));
    }

    private String positive(String x) {
        return limited(x, 0, PaintNetwork.FEATURES);
    }

    private String sum(String a, String b) {
        return limited(add(a, b), PaintNetwork.FEATURES);
    }

    private String limited(String x, double greatest) {
        return limited(x, -greatest, greatest);
    }

    private String limited(String x, double least, double greatest) {
        return graph.op("Clip", List.of(x, graph.scalar(least), graph.scalar(greatest)));
    }

    private String multiply(String a, String b) {
        return graph.op("Mul", List.of(a, b));
    }

    private String subtract(String a, String b) {
        return graph.op("Sub", List.of(a, b));
    }

    private String add(String a, String b) {
        return graph.op("Add", List.of(a, b));
    }

    static float[] identity(int n) {
        float[] identity = new float[n * n];
        for (int i = 0; i < n; i++) {
            identity[i * n + i] = 1;
        }
        return identity;
    }
}
