package dev.atelier.scoring.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a convolution makes, times or plus a constant of one number or of one a channel: its weights and bias take that on. */
final class ChannelFactors {
    private ChannelFactors() {}

    static void fold(GraphEdit graph) {
        for (NodeProto node : List.copyOf(graph.nodes())) {
            boolean isProduct = Nodes.is(node, "Mul");
            if (isProduct || Nodes.is(node, "Add")) {
                int constant = graph.constants().containsKey(node.getInput(1)) ? 1 : 0;
                fold(graph, node, node.getInput(1 - constant), node.getInput(constant), isProduct);
            }
        }
        graph.prune();
    }

    private static void fold(GraphEdit graph, NodeProto node, String value, String constant, boolean isProduct) {
        NodeProto source = graph.producers().get(value);
        if (source == null || !Nodes.is(source, "Conv")) {
            return;
        }
        TensorProto kernel = graph.constants().get(source.getInput(1));
        if (kernel == null || kernel.getDimsCount() == 0) {
            return;
        }
        int channels = Math.toIntExact(kernel.getDims(0));
        channels(graph, constant, channels).ifPresent(values -> {
            float[] factor = isProduct ? values : same(1, channels);
            float[] summand = isProduct ? new float[channels] : values;
            Convolutions.absorb(graph, node, value, factor, summand);
        });
    }

    private static float[] same(float value, int count) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    /** One number a channel, out of a constant of [1, channels, 1, 1] or of a single number. */
    private static Optional<float[]> channels(GraphEdit graph, String constant, int channels) {
        TensorProto tensor = graph.constants().get(constant);
        Optional<float[]> values = graph.floats(constant);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.get().length == 1) {
            return Optional.of(same(values.get()[0], channels));
        }
        boolean isByChannel = values.get().length == channels
                && tensor.getDimsCount() >= 3
                && tensor.getDims(tensor.getDimsCount() - 1) == 1
                && tensor.getDims(tensor.getDimsCount() - 2) == 1
                && tensor.getDims(tensor.getDimsCount() - 3) == channels;
        return isByChannel ? values : Optional.empty();
    }
}
