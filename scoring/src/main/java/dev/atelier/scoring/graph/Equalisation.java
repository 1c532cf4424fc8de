package dev.atelier.scoring.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings the channels between convolutions to similar ranges, so that one scale of 8 bits fits them all: what makes a
 * channel is multiplied and what takes it divided by the same factor, which changes nothing in full precision (Nagel et
 * al., "Data-Free Quantization Through Weight Equalization and Bias Correction", 2019).
 *
 * <p>Rectifiers, resizing, padding and sums hand factors on, so all the values that they tie together have the same ones.
 */
final class Equalisation {
    private static final Set<String> TIES = Set.of("Relu", "LeakyRelu", "Resize", "MaxPool", "AveragePool", "Add");
    /** How far apart factors may be: a channel that says next to nothing must not have the largest weights. */
    private static final float MOST = 1e3f;
    /** How many times the median the greatest range is where one scale no longer fits. */
    private static final float UNLIKE = 4;

    private final GraphEdit graph;
    private final Map<String, Tensor> ranges;
    private final Map<String, String> tied = new HashMap<>();
    private final Set<String> fixed = new HashSet<>();
    private final List<NodeProto> convolutions = new ArrayList<>();

    private Equalisation(GraphEdit graph, Map<String, Tensor> ranges) {
        this.graph = graph;
        this.ranges = ranges;
    }

    /**
     * Changes the convolutions of a graph.
     *
     * @param ranges {@code range/X} of values X, [2, channels]: the least of each channel, then the greatest
     * @return the ranges that the values have then
     */
    static Map<String, Tensor> apply(GraphEdit graph, Map<String, Tensor> ranges) {
        return new Equalisation(graph, ranges).apply();
    }

    private Map<String, Tensor> apply() {
        tie();
        Map<String, Tensor> scaled = new HashMap<>(ranges);
        Map<String, float[]> factors = factors();
        for (NodeProto node : convolutions) {
            float[] in = factors.get(root(node.getInput(0)));
            float[] out = factors.get(root(node.getOutput(0)));
            if (in != null || out != null) {
                rescale(node, in, out);
            }
        }
        ranges.forEach((name, range) -> {
            if (name.startsWith(Observations.RANGE)) {
                float[] by = factors.get(root(name.substring(Observations.RANGE.length())));
                if (by != null) {
                    float[] values = range.values().clone();
                    for (int i = 0; i < values.length; i++) {
                        values[i] *= by[i % by.length];
                    }
                    scaled.put(name, new Tensor(range.shape(), values));
                }
            }
        });
        return scaled;
    }

    /** Finds which values have the same factors, and which can have none. */
    private void tie() {
        fixed.addAll(graph.constants().keySet());
        graph.inputs().forEach(input -> fixed.add(input.getName()));
        graph.outputs().forEach(output -> fixed.add(output.getName()));
        fixed.addAll(takenInside());
        for (NodeProto node : graph.nodes()) {
            if (Convolutions.isPlain(graph, node)) {
                convolutions.add(node);
            } else if (node.getOutputCount() == 1 && (TIES.contains(node.getOpType()) || Moves.isPadding(node))) {
                int summands = Nodes.is(node, "Add") ? 2 : 1;
                node.getInputList().subList(0, summands).forEach(input -> tie(input, node.getOutput(0)));
            } else {
                fixed.addAll(node.getInputList());
                fixed.addAll(node.getOutputList());
            }
        }
    }

    /** Values that graphs inside nodes take. */
    private Set<String> takenInside() {
        Map<String, Integer> uses = new HashMap<>(graph.uses());
        graph.nodes().forEach(node -> node.getInputList().forEach(input -> uses.merge(input, -1, Integer::sum)));
        uses.values().removeIf(left -> left <= 0);
        return uses.keySet();
    }

    private String root(String value) {
        String root = value;
        while (tied.containsKey(root)) {
            root = tied.get(root);
        }
        return root;
    }

    private void tie(String one, String other) {
        String root = root(one);
        if (!root.equals(root(other))) {
            tied.put(root, root(other));
        }
    }

    /** Of each group of tied values by its root. */
    private Map<String, float[]> factors() {
        Map<String, float[]> extents = new HashMap<>();
        ranges.forEach((name, range) -> {
            if (name.startsWith(Observations.RANGE)) {
                merge(extents, root(name.substring(Observations.RANGE.length())), extents(range.values()));
            }
        });
        fixed.forEach(value -> extents.remove(root(value)));
        Map<String, float[]> strengths = new HashMap<>();
        convolutions.forEach(node -> merge(strengths, root(node.getInput(0)), Convolutions.strengths(graph, node)));
        // where nothing scales what it takes, factors have nowhere to go
        extents.keySet().retainAll(strengths.keySet());
        extents.entrySet()
                .removeIf(of -> of.getValue().length != strengths.get(of.getKey()).length || areAlike(of.getValue()));
        extents.replaceAll((root, extent) -> balanced(extent, strengths.get(root)));
        return extents;
    }

    private static void merge(Map<String, float[]> all, String root, float[] extents) {
        all.merge(root, extents, (some, others) -> {
            if (some.length != others.length) {
                return new float[0]; // one was broadcast: its only channel cannot have factors of its own
            }
            float[] larger = some.clone();
            for (int c = 0; c < larger.length; c++) {
                larger[c] = Math.max(some[c], others[c]);
            }
            return larger;
        });
    }

    private static float[] extents(float[] range) {
        float[] extents = new float[range.length / 2];
        for (int c = 0; c < extents.length; c++) {
            extents[c] = Math.max(-range[c], range[extents.length + c]);
        }
        return extents;
    }

    /** Factors after which a channel and the weights that take it use the same share of what their scales can hold. */
    private static float[] balanced(float[] extents, float[] strengths) {
        float greatest = greatest(extents);
        float strongest = greatest(strengths);
        float[] factors = new float[extents.length];
        for (int c = 0; c < factors.length; c++) {
            double extent = Math.max(extents[c], greatest / MOST);
            double strength = Math.max(strengths[c], strongest / MOST);
            factors[c] = (float) Math.sqrt(strength / extent);
        }
        return factors;
    }

    /** Whether one scale fits channels as they are: factors would only cost their weights precision. */
    private static boolean areAlike(float[] extents) {
        float[] sorted = extents.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 || sorted[sorted.length - 1] <= UNLIKE * sorted[sorted.length / 2];
    }

    private static float greatest(float[] values) {
        float greatest = Float.MIN_NORMAL;
        for (float value : values) {
            greatest = Math.max(greatest, value);
        }
        return greatest;
    }

    private void rescale(NodeProto node, float[] in, float[] out) {
        TensorProto kernel = graph.constants().get(node.getInput(1));
        long[] shape = Tensors.shape(kernel);
        float[] weights = graph.floats(node.getInput(1)).orElseThrow().clone();
        boolean depthwise = Nodes.integer(node, "group", 1) > 1;
        int size = Math.toIntExact(weights.length / shape[0]);
        int area = Math.toIntExact(size / shape[1]);
        for (int i = 0; i < weights.length; i++) {
            int to = i / size;
            int from = depthwise ? to : i % size / area;
            weights[i] *= (out == null ? 1 : out[to]) / (in == null ? 1 : in[from]);
        }
        NodeProto.Builder changed =
                node.toBuilder().setInput(1, graph.constant(node.getInput(1), Tensors.floats(weights, shape)));
        if (out != null && !Nodes.input(node, 2).isEmpty()) {
            float[] bias = graph.floats(node.getInput(2)).orElseThrow().clone();
            for (int c = 0; c < bias.length; c++) {
                bias[c] *= out[c];
            }
            changed.setInput(2, graph.constant(node.getInput(2), Tensors.floats(bias, bias.length)));
        }
        graph.nodes().set(graph.nodes().indexOf(node), changed.build());
    }
}
