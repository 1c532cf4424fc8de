package dev.atelier.scoring.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Convolutions in 8 bits, written as ONNX writes it: each value between them is quantised and dequantised, and the runtime
 * makes integer kernels of it. Weights have one symmetric scale a channel; activations one affine scale each, of unsigned
 * bytes, from the ranges given for their channels ({@code range/X}, [2, channels]: the least values of X, then the
 * greatest), which {@link Equalisation} makes alike first.
 *
 * <p>Sums and leaky rectifiers between such values stay in 8 bits too, and what only moves values moves bytes. A rectifier or
 * a limit behind a convolution or a sum is left out: bytes cut off what is outside. Convolutions that several of these take are
 * made once for each.
 */
public final class Quantisation {
    private static final String RANGE = Observations.RANGE;

    /** Scales for each channel came with operator set 13. */
    private static final long LEAST_OPERATORS = 13;

    private static final int SPACING = 3;
    private static final int LEVELS = 255;

    private final GraphEdit graph;
    private final ByteValues found;
    private final Map<String, Tensor> ranges;
    private final Map<String, Bytes> quantised = new HashMap<>();

    /** The names of a value's bytes, of their scale and zero point, and of what they stand for. */
    private record Bytes(String bytes, String scale, String zero, String value) {}

    private Quantisation(GraphEdit graph, Map<String, Tensor> ranges) {
        this.graph = graph;
        this.found = new ByteValues(graph);
        this.ranges = ranges;
    }

    /** The values that need a range; empty if nothing of the graph can be quantised. */
    public static Set<String> values(GraphEdit graph) {
        if (graph.operators() < LEAST_OPERATORS) {
            return Set.of();
        }
        GraphEdit parted = graph.copy();
        SharedConvolutions.part(parted);
        var found = new ByteValues(parted);
        Set<String> needed = new LinkedHashSet<>(found.all());
        needed.removeIf(found::isMoved);
        return needed;
    }

    /** Adds outputs with every ninth sample of each value that needs a range: {@code range/X}, [n, channels, h, w]. */
    public static void observe(GraphEdit graph) {
        SharedConvolutions.part(graph);
        for (String value : values(graph)) {
            graph.nodes()
                    .add(Nodes.node(
                            "MaxPool",
                            List.of(value),
                            RANGE + value,
                            Nodes.integers("kernel_shape", 1, 1),
                            Nodes.integers("strides", SPACING, SPACING)));
            graph.output(RANGE + value);
        }
    }

    /** Quantises all values that a range is given for, and the convolutions between them. */
    public static void apply(GraphEdit graph, Map<String, Tensor> ranges) {
        SharedConvolutions.part(graph);
        new Quantisation(graph, Equalisation.apply(graph, ranges)).apply();
        graph.prune();
    }

    private void apply() {
        List<NodeProto> before = List.copyOf(graph.nodes());
        graph.nodes().clear();
        for (String value : found.all()) {
            if (found.isGiven(value) && isKnown(value)) {
                // an input of the graph keeps its name
                quantise(value, value, value + "/bytes");
            }
        }
        Set<NodeProto> needless = new HashSet<>();
        for (NodeProto node : before) {
            String output = node.getOutputCount() == 1 ? node.getOutput(0) : "";
            Optional<NodeProto> limit = found.limit(output).filter(next -> isKnown(next.getOutput(0)));
            limit.ifPresent(needless::add);
            if (needless.contains(node)) {
                continue;
            }
            String value = limit.map(next -> next.getOutput(0)).orElse(output);
            Bytes source = node.getInputCount() == 0 ? null : quantised.get(node.getInput(0));
            if (source != null && found.isMoved(output) && Moves.isForBytes(node)) {
                move(node, source);
            } else if (isKnown(value)) {
                String plain = graph.fresh(value);
                graph.nodes()
                        .add(computed(node, source).toBuilder()
                                .setOutput(0, plain)
                                .build());
                quantise(plain, value, value);
            } else {
                graph.nodes().add(computed(node, source));
            }
        }
    }

    private boolean isKnown(String value) {
        return found.all().contains(value) && ranges.containsKey(RANGE + found.origin(value));
    }

    private NodeProto computed(NodeProto node, Bytes source) {
        return source != null && found.isByteConvolution(node) ? convolution(node, source) : node;
    }

    /** Moves bytes instead of what they stand for. */
    private void move(NodeProto node, Bytes source) {
        String value = node.getOutput(0);
        String bytes = graph.fresh(value);
        graph.nodes()
                .add(node.toBuilder()
                        .setInput(0, source.bytes())
                        .setOutput(0, bytes)
                        .build());
        dequantise(value, new Bytes(bytes, source.scale(), source.zero(), value));
    }

    /**
     * Adds the pair of nodes that holds a value in bytes.
     *
     * @param plain the name of what is to be quantised
     * @param output the name of what the bytes stand for
     */
    private void quantise(String plain, String value, String output) {
        float[] range = range(found.origin(value));
        float scale = scale(range);
        byte zero = (byte) Math.max(0, Math.min(LEVELS, Math.round(-range[0] / scale)));
        Bytes bytes = new Bytes(
                graph.fresh(value),
                graph.constant(value, Tensors.floats(new float[] {scale})),
                graph.constant(value, Tensors.raw(DataType.UINT8.getNumber(), new byte[] {zero})),
                output);
        graph.nodes().add(Nodes.node("QuantizeLinear", List.of(plain, bytes.scale(), bytes.zero()), bytes.bytes()));
        dequantise(value, bytes);
    }

    private void dequantise(String value, Bytes bytes) {
        quantised.put(value, bytes);
        graph.nodes()
                .add(Nodes.node(
                        "DequantizeLinear", List.of(bytes.bytes(), bytes.scale(), bytes.zero()), bytes.value()));
    }

    private static float scale(float[] range) {
        return (float) Math.max(((double) range[1] - range[0]) / LEVELS, Float.MIN_NORMAL);
    }

    /** The range of all channels of a value together, 0 within, and within what limits it. */
    private float[] range(String value) {
        float[] channels = ranges.get(RANGE + value).values();
        float[] range = new float[2];
        for (int c = 0; c < channels.length / 2; c++) {
            range[0] = Math.min(range[0], channels[c]);
            range[1] = Math.max(range[1], channels[channels.length / 2 + c]);
        }
        found.bounds(value).ifPresent(bounds -> {
            range[0] = Math.max(range[0], bounds[0]);
            range[1] = Math.min(range[1], bounds[1]);
        });
        return range;
    }

    private NodeProto convolution(NodeProto node, Bytes source) {
        float inputScale = scale(range(found.origin(node.getInput(0))));
        float[] weights = graph.floats(node.getInput(1)).orElseThrow();
        long[] shape = Tensors.shape(graph.constants().get(node.getInput(1)));
        int channels = (int) shape[0];
        int size = weights.length / channels;
        byte[] bytes = new byte[weights.length];
        float[] scales = new float[channels];
        int taps = (int) (shape[2] * shape[3]);
        for (int c = 0; c < channels; c++) {
            scales[c] = new WeightRounding(weights, c * size, size, taps).into(bytes);
        }
        NodeProto.Builder changed = node.toBuilder().clearInput();
        changed.addInput(source.value());
        changed.addInput(dequantised(
                node.getOutput(0),
                Tensors.raw(DataType.INT8.getNumber(), bytes, shape),
                scales,
                Tensors.raw(DataType.INT8.getNumber(), new byte[channels], channels)));
        if (!Nodes.input(node, 2).isEmpty()) {
            float[] bias = graph.floats(node.getInput(2)).orElseThrow();
            int[] sums = new int[channels];
            float[] sumScales = new float[channels];
            for (int c = 0; c < channels; c++) {
                sumScales[c] = Math.max(inputScale * scales[c], Float.MIN_NORMAL);
                sums[c] = Math.round(bias[c] / sumScales[c]);
            }
            changed.addInput(dequantised(
                    node.getOutput(0),
                    Tensors.ints(sums, channels),
                    sumScales,
                    Tensors.ints(new int[channels], channels)));
        }
        return changed.build();
    }

    private String dequantised(String stem, TensorProto integers, float[] scales, TensorProto zeros) {
        String output = graph.fresh(stem);
        graph.nodes()
                .add(Nodes.node(
                        "DequantizeLinear",
                        List.of(
                                graph.constant(stem, integers),
                                graph.constant(stem, Tensors.floats(scales, scales.length)),
                                graph.constant(stem, zeros)),
                        output,
                        Nodes.integer("axis", 0)));
        return output;
    }
}
