package dev.atelier.scoring.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Optional;

/** Convolutions with constant weights. */
final class Convolutions {
    private Convolutions() {}

    /**
     * The convolution whose outputs are {@code factor * output + summand}, channel by channel.
     *
     * @param output the name of its output
     * @return empty if the node is no convolution with constant float weights and so many channels
     */
    private static Optional<NodeProto> scaled(
            GraphEdit graph, NodeProto node, float[] factor, float[] summand, String output) {
        boolean transposed = Nodes.is(node, "ConvTranspose");
        if (!transposed && !Nodes.is(node, "Conv")) {
            return Optional.empty();
        }
        TensorProto kernel = graph.constants().get(node.getInput(1));
        Optional<float[]> weights = graph.floats(node.getInput(1));
        String biasName = Nodes.input(node, 2);
        Optional<float[]> bias = biasName.isEmpty() ? Optional.of(new float[factor.length]) : graph.floats(biasName);
        if (weights.isEmpty() || bias.isEmpty() || bias.get().length != factor.length) {
            return Optional.empty();
        }
        long[] shape = Tensors.shape(kernel);
        int groups = (int) Nodes.integer(node, "group", 1);
        long channels = transposed ? shape[1] * groups : shape[0];
        if (shape.length < 3 || channels != factor.length || groups < 1) {
            return Optional.empty();
        }
        float[] scaled = weights.get().clone();
        int area = Math.toIntExact(scaled.length / (shape[0] * shape[1]));
        for (int i = 0; i < scaled.length; i++) {
            int first = (int) (i / (area * shape[1]));
            int second = (int) (i / area % shape[1]);
            // a transposed convolution's kernel goes from its inputs, of which each group has its share, to a group's
            // outputs
            int channel = transposed ? (int) (first / (shape[0] / groups) * shape[1] + second) : first;
            scaled[i] *= factor[channel];
        }
        float[] shifted = new float[factor.length];
        for (int c = 0; c < shifted.length; c++) {
            shifted[c] = bias.get()[c] * factor[c] + summand[c];
        }
        return Optional.of(node.toBuilder()
                .clearInput()
                .addInput(node.getInput(0))
                .addInput(graph.constant(output, Tensors.floats(scaled, shape)))
                .addInput(graph.constant(output, Tensors.floats(shifted, shifted.length)))
                .setOutput(0, output)
                .build());
    }

    /**
     * Makes a convolution, and a node that alone takes what it makes and maps each of its channels to {@code factor * x + summand},
     * one convolution.
     *
     * @param value what the node takes
     * @return whether that could be done
     */
    static boolean absorb(GraphEdit graph, NodeProto node, String value, float[] factor, float[] summand) {
        NodeProto producer = graph.producers().get(value);
        if (producer == null || graph.uses().get(value) != 1) {
            return false;
        }
        Optional<NodeProto> folded = scaled(graph, producer, factor, summand, node.getOutput(0));
        folded.ifPresent(convolution -> {
            graph.nodes().remove(node);
            graph.nodes().set(graph.nodes().indexOf(producer), convolution);
        });
        return folded.isPresent();
    }

    /** Whether a node is a convolution of pictures, dense or of each channel alone, with constant weights and bias. */
    static boolean isPlain(GraphEdit graph, NodeProto node) {
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
        return (bias.isEmpty() || graph.floats(bias).isPresent()) && (groups == 1 || kernel.getDims(1) == 1);
    }

    /** The greatest weight that takes each input channel, as a share of the greatest of the same output channel. */
    static float[] strengths(GraphEdit graph, NodeProto node) {
        float[] weights = graph.floats(node.getInput(1)).orElseThrow();
        long[] shape = Tensors.shape(graph.constants().get(node.getInput(1)));
        boolean depthwise = Nodes.integer(node, "group", 1) > 1;
        int size = Math.toIntExact(weights.length / shape[0]);
        int area = Math.toIntExact(size / shape[1]);
        float[] strengths = new float[Math.toIntExact(depthwise ? shape[0] : shape[1])];
        for (int to = 0; to < shape[0]; to++) {
            float greatest = Float.MIN_NORMAL;
            for (int i = to * size; i < (to + 1) * size; i++) {
                greatest = Math.max(greatest, Math.abs(weights[i]));
            }
            for (int i = to * size; i < (to + 1) * size; i++) {
                int from = depthwise ? to : i % size / area;
                strengths[from] = Math.max(strengths[from], Math.abs(weights[i]) / greatest);
            }
        }
        return strengths;
    }
}
