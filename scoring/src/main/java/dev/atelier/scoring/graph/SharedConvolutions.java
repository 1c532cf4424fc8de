package dev.atelier.scoring.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;

/**
 * Convolutions whose output several limits or rectifiers take. In 8 bits such an output would need one range for all and
 * each limit a step of its own; made once for each, every one of them is limited by its bytes alone, which costs less.
 */
final class SharedConvolutions {
    private SharedConvolutions() {}

    /** Has every taker of such a convolution's output have one of its own. */
    static void part(GraphEdit graph) {
        for (NodeProto node : List.copyOf(graph.nodes())) {
            if (!Convolutions.isPlain(graph, node) || graph.isOutput(node.getOutput(0))) {
                continue;
            }
            List<NodeProto> takers = graph.nodes().stream()
                    .filter(other -> other.getInputList().contains(node.getOutput(0)))
                    .toList();
            boolean limited = takers.stream().allMatch(taker -> Nodes.is(taker, "Relu") || Nodes.is(taker, "Clip"));
            int uses = graph.uses().getOrDefault(node.getOutput(0), 0);
            if (limited && uses == takers.size()) {
                takers.stream().skip(1).forEach(taker -> copy(graph, node, taker));
            }
        }
    }

    private static void copy(GraphEdit graph, NodeProto convolution, NodeProto taker) {
        String output = graph.fresh(convolution.getOutput(0));
        List<NodeProto> nodes = graph.nodes();
        nodes.add(
                nodes.indexOf(convolution),
                convolution.toBuilder().setName(output).setOutput(0, output).build());
        nodes.set(nodes.indexOf(taker), taker.toBuilder().setInput(0, output).build());
    }
}
