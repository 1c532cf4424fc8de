package dev.atelier.scoring.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Tensor;
import java.util.ArrayList;
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
 * bytes, from the range given for them ({@code range/X}: the least and the greatest value of X).
 *
 * <p>Sums, resizing and leaky rectifiers between such values stay in 8 bits too. A rectifier behind a convolution is left out: bytes
 * from 0 cut off what is below.
 */
public final class Quantisation {
    private static final String RANGE = Observations.RANGE;

    /** Scales for each channel came with operator set 13. */
    private static final long LEAST_OPERATORS = 13;

    /** With fewer channels integer kernels gain nothing over a picture's size of conversion. */
    private static final long LEAST_CHANNELS = 8;

    private static final int SPACING = 3;
    private static final int LEVELS = 255;

    private final GraphEdit graph;
    private final Map<String, NodeProto> producers;
    private final Map<String, Integer> uses;
    private final List<NodeProto> convolutions = new ArrayList<>();
    /** Nodes besides convolutions that work on bytes. */
    private final Set<NodeProto> others = new HashSet<>();
    /** Rectifiers behind convolutions, that quantising replaces, by what they take. */
    private final Map<String, NodeProto> rectifiers = new HashMap<>();

    /** Values made by moving bytes alone, by the value whose range they share. */
    private final Map<String, String> moved = new HashMap<>();

    private final Set<String> values = new LinkedHashSet<>();

    private Quantisation(GraphEdit graph) {
        this.graph = graph;
        this.producers = graph.producers();
        this.uses = graph.uses();
        find();
    }

    /** The values that need a range; empty if nothing of the graph can be quantised. */
    public static Set<String> values(GraphEdit graph) {
        if (graph.operators() < LEAST_OPERATORS) {
            return Set.of();
        }
        var found = new Quantisation(graph);
        Set<String> needed = new LinkedHashSet<>(found.values);
        needed.removeAll(found.moved.keySet());
        return needed;
    }

    /** Adds outputs with every ninth sample of each value that needs a range: {@code range/X}, [n, channels, h, w]. */
    public static void observe(GraphEdit graph) {
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
        new Quantisation(graph).apply(ranges);
        graph.prune();
    }

    private void find() {
        for (NodeProto node : graph.nodes()) {
            if (isConvolution(node)) {
                convolutions.add(node);
                values.add(node.getInput(0));
                String output = node.getOutput(0);
                Optional<NodeProto> rectifier = onlyUser(output).filter(user -> Nodes.is(user, "Relu"));
                rectifier.ifPresent(relu -> rectifiers.put(output, relu));
                values.add(rectifier.map(relu -> relu.getOutput(0)).orElse(output));
            } else if (Nodes.is(node, "Resize") && values.contains(node.getInput(0))) {
                others.add(node);
                String source = node.getInput(0);
                moved.put(node.getOutput(0), moved.getOrDefault(source, source));
                values.add(node.getOutput(0));
            } else if (isBetween(node)) {
                others.add(node);
                values.add(node.getOutput(0));
            }
        }
    }

    private boolean isConvolution(NodeProto node) {
        if (!Nodes.is(node, "Conv")) {
            return false;
        }
        TensorProto kernel = graph.constants().get(node.getInput(1));
        if (kernel == null
                || kernel.getDimsCount() != 4
                || graph.floats(node.getInput(1)).isEmpty()) {
            return false;
        }
        String bias = Nodes.input(node, 2);
        long groups = Nodes.integer(node, "group", 1);
        return (bias.isEmpty() || graph.floats(bias).isPresent())
                && kernel.getDims(0) >= LEAST_CHANNELS
                && kernel.getDims(1) * groups >= LEAST_CHANNELS
                && (groups == 1 || kernel.getDims(1) == 1);
    }

    private boolean isBetween(NodeProto node) {
        if (Nodes.is(node, "Add")) {
            return values.contains(node.getInput(0)) && values.contains(node.getInput(1));
        }
        return Nodes.is(node, "LeakyRelu") && values.contains(node.getInput(0));
    }

    private Optional<NodeProto> onlyUser(String value) {
        return uses.getOrDefault(value, 0) == 1 && !graph.isOutput(value)
                ? graph.nodes().stream()
                        .filter(node -> node.getInputList().contains(value))
                        .findFirst()
                : Optional.empty();
    }

    private void apply(Map<String, Tensor> ranges) {
        Set<String> quantised = new LinkedHashSet<>();
        for (String value : values) {
            if (ranges.containsKey(RANGE + moved.getOrDefault(value, value))) {
                quantised.add(value);
            }
        }
        List<NodeProto> before = List.copyOf(graph.nodes());
        graph.nodes().clear();
        for (String value : quantised) {
            if (!producers.containsKey(value)) {
                // an input of the graph: it keeps its name
                quantise(value, value, ranges);
            }
        }
        for (NodeProto node : before) {
            if (rectifiers.containsValue(node) && quantised.contains(node.getOutput(0))) {
                continue;
            }
            NodeProto changed = convolutions.contains(node) && quantised.contains(node.getInput(0))
                    ? quantised(node, ranges)
                    : node;
            String output = node.getOutputCount() == 1 ? node.getOutput(0) : "";
            NodeProto rectifier = rectifiers.get(output);
            String value =
                    rectifier != null && quantised.contains(rectifier.getOutput(0)) ? rectifier.getOutput(0) : output;
            if (quantised.contains(value) && node.getOutputCount() == 1) {
                String plain = graph.fresh(value);
                graph.nodes().add(changed.toBuilder().setOutput(0, plain).build());
                quantise(plain, value, ranges);
            } else {
                graph.nodes().add(changed);
            }
        }
    }

    /** Adds the pair of nodes that makes a value of a plain one; where both have one name, of the graph's input. */
    private void quantise(String plain, String value, Map<String, Tensor> ranges) {
        float[] range = range(value, ranges);
        double least = Math.min(0, range[0]);
        double greatest = Math.max(0, range[1]);
        float scale = (float) Math.max((greatest - least) / LEVELS, Float.MIN_NORMAL);
        byte zero = (byte) Math.max(0, Math.min(LEVELS, Math.round(-least / scale)));
        String scaleName = graph.constant(value, Tensors.floats(new float[] {scale}));
        String zeroName = graph.constant(value, Tensors.raw(DataType.UINT8.getNumber(), new byte[] {zero}));
        String bytes = graph.fresh(value);
        graph.nodes().add(Nodes.node("QuantizeLinear", List.of(plain, scaleName, zeroName), bytes));
        String back = plain.equals(value) ? inputName(value) : value;
        graph.nodes().add(Nodes.node("DequantizeLinear", List.of(bytes, scaleName, zeroName), back));
    }

    private float[] range(String value, Map<String, Tensor> ranges) {
        return ranges.get(RANGE + moved.getOrDefault(value, value)).values();
    }

    private static String inputName(String value) {
        return value + "/bytes";
    }

    private NodeProto quantised(NodeProto node, Map<String, Tensor> ranges) {
        String input = node.getInput(0);
        float[] range = range(input, ranges);
        float inputScale =
                (float) Math.max((Math.max(0, range[1]) - (double) Math.min(0, range[0])) / LEVELS, Float.MIN_NORMAL);
        float[] weights = graph.floats(node.getInput(1)).orElseThrow();
        long[] shape = Tensors.shape(graph.constants().get(node.getInput(1)));
        int channels = (int) shape[0];
        int size = weights.length / channels;
        byte[] bytes = new byte[weights.length];
        float[] scales = new float[channels];
        for (int c = 0; c < channels; c++) {
            float largest = 0;
            for (int i = c * size; i < (c + 1) * size; i++) {
                largest = Math.max(largest, Math.abs(weights[i]));
            }
            scales[c] = Math.max(largest / Byte.MAX_VALUE, Float.MIN_NORMAL);
            for (int i = c * size; i < (c + 1) * size; i++) {
                bytes[i] =
                        (byte) Math.max(-Byte.MAX_VALUE, Math.min(Byte.MAX_VALUE, Math.round(weights[i] / scales[c])));
            }
        }
        NodeProto.Builder changed = node.toBuilder().clearInput();
        changed.addInput(producers.containsKey(input) ? input : inputName(input));
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
