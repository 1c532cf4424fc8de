package dev.atelier.scoring.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What of a graph can be held and computed in 8 bits: convolutions and what lies between them. */
final class ByteValues {
    /** With fewer channels integer kernels gain nothing over a picture's size of conversion ... */
    private static final long LEAST_CHANNELS = 8;

    /** ... but where each output is a sum of so many products. */
    private static final long MANY_PRODUCTS = 64;

    private final GraphEdit graph;
    private final Map<String, NodeProto> producers;
    private final Map<String, Integer> uses;
    private final Set<NodeProto> convolutions = new HashSet<>();
    private final Map<String, NodeProto> limits = new HashMap<>();
    private final Map<String, String> moved = new HashMap<>();
    private final Set<String> reshaped = new HashSet<>();
    private final Set<String> values = new LinkedHashSet<>();

    ByteValues(GraphEdit graph) {
        this.graph = graph;
        this.producers = graph.producers();
        this.uses = graph.uses();
        find();
    }

    /** All values, in the graph's order as far as it matters. */
    Set<String> all() {
        return values;
    }

    /** Where a value's bytes come from: another value, if it is made by moving that one's alone. */
    String origin(String value) {
        return moved.getOrDefault(value, value);
    }

    boolean isMoved(String value) {
        return moved.containsKey(value);
    }

    /** Whether a value is given to the graph rather than made in it. */
    boolean isGiven(String value) {
        return !producers.containsKey(value);
    }

    boolean isByteConvolution(NodeProto node) {
        return convolutions.contains(node);
    }

    /** The node that limits a value and that bytes make needless, since they cut off what is outside. */
    Optional<NodeProto> limit(String value) {
        return Optional.ofNullable(limits.get(value));
    }

    /** What a value is limited to by the node that makes it, if it is on both sides. */
    Optional<float[]> bounds(String value) {
        return Optional.ofNullable(producers.get(value)).flatMap(this::bounds);
    }

    private void find() {
        for (NodeProto node : graph.nodes()) {
            if (isConvolution(node)) {
                convolutions.add(node);
                take(node.getInput(0));
                give(node.getOutput(0));
            } else if (Nodes.is(node, "Add") && node.getInputList().stream().allMatch(this::isPicture)) {
                give(node.getOutput(0));
            } else if (Nodes.is(node, "LeakyRelu") && isPicture(node.getInput(0))) {
                values.add(node.getOutput(0));
            } else if (Moves.isMove(node) && values.contains(node.getInput(0))) {
                move(node);
            }
        }
    }

    /** A value that is to be quantised; if it was only moved, then where it comes from. */
    private void take(String value) {
        NodeProto producer = producers.get(value);
        if (!values.contains(value) && producer != null && Moves.isMove(producer)) {
            take(producer.getInput(0));
            move(producer);
        }
        values.add(value);
    }

    private void move(NodeProto node) {
        String source = node.getInput(0);
        moved.put(node.getOutput(0), moved.getOrDefault(source, source));
        values.add(node.getOutput(0));
        if (Moves.reshapes(node) || reshaped.contains(source)) {
            reshaped.add(node.getOutput(0));
        }
    }

    /** Whether a value in 8 bits has the dimensions of pictures. */
    private boolean isPicture(String value) {
        return values.contains(value) && !reshaped.contains(value);
    }

    /** A value made in 8 bits, or what limits it. */
    private void give(String value) {
        Optional<NodeProto> limit = onlyUser(value)
                .filter(user -> Nodes.is(user, "Relu") || bounds(user).isPresent());
        limit.ifPresent(node -> limits.put(value, node));
        values.add(limit.map(node -> node.getOutput(0)).orElse(value));
    }

    /** What a node limits its input to, 0 being within; empty if it is none that does. */
    private Optional<float[]> bounds(NodeProto node) {
        if (!Nodes.is(node, "Clip")) {
            return Optional.empty();
        }
        Optional<float[]> least = graph.floats(Nodes.input(node, 1)).filter(value -> value[0] <= 0);
        Optional<float[]> greatest = graph.floats(Nodes.input(node, 2)).filter(value -> value[0] > 0);
        return least.isPresent() && greatest.isPresent()
                ? Optional.of(new float[] {least.get()[0], greatest.get()[0]})
                : Optional.empty();
    }

    private boolean isConvolution(NodeProto node) {
        if (!Convolutions.isPlain(graph, node)) {
            return false;
        }
        TensorProto kernel = graph.constants().get(node.getInput(1));
        long channels = kernel.getDims(1) * Nodes.integer(node, "group", 1);
        return kernel.getDims(0) >= LEAST_CHANNELS
                && (channels >= LEAST_CHANNELS || channels * kernel.getDims(2) * kernel.getDims(3) >= MANY_PRODUCTS);
    }

    private Optional<NodeProto> onlyUser(String value) {
        return uses.getOrDefault(value, 0) == 1 && !graph.isOutput(value)
                ? graph.nodes().stream()
                        .filter(node -> node.getInputList().contains(value))
                        .findFirst()
                : Optional.empty();
    }
}
