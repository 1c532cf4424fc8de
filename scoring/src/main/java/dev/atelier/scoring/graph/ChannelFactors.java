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
                NodeProto source = graph.producers().get(node.getInput(1 - constant));
                if (source != null && graph.uses().getOrDefault(source.getOutput(0), 0) == 1) {
                    fold(graph, node, node.getInput(constant), source, isProduct);
                }
            }
        }
        graph.prune();
    }

    private static void fold(GraphEdit graph, NodeProto node, String constant, NodeProto source, boolean isProduct) {
        TensorProto kernel = graph.constants().get(Nodes.input(source, 1));
        if (!Nodes.is(source, "Conv") || kernel == null || kernel.getDimsCount() == 0) {
            return;
        }
        int channels = Math.toIntExact(kernel.getDims(0));
        Optional<float[]> values = channels(graph, constant, channels);
        if (values.isEmpty()) {
            return;
        }
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        Optional<NodeProto> folded = isProduct
                ? Convolutions.scaled(graph, source, values.get(), new float[channels], node.getOutput(0))
                : Convolutions.scaled(graph, source, ones, values.get(), node.getOutput(0));
        folded.ifPresent(convolution -> {
            graph.nodes().remove(source);
            // what else the sum or product takes is constant
            graph.nodes().set(graph.nodes().indexOf(node), convolution);
        });
    }

    /** One number a channel, out of a constant of [1, channels, 1, 1] or of a single number. */
    private static Optional<float[]> channels(GraphEdit graph, String constant, int channels) {
        TensorProto tensor = graph.constants().get(constant);
        Optional<float[]> values = graph.floats(constant);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.get().length == 1) {
            float[] same = new float[channels];
            Arrays.fill(same, values.get()[0]);
            return Optional.of(same);
        }
        boolean isByChannel = values.get().length == channels
                && tensor.getDimsCount() >= 3
                && tensor.getDims(tensor.getDimsCount() - 1) == 1
                && tensor.getDims(tensor.getDimsCount() - 2) == 1
                && tensor.getDims(tensor.getDimsCount() - 3) == channels;
        return isByChannel ? values : Optional.empty();
    }
}
