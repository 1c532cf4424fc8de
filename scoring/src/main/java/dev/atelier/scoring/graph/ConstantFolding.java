package dev.atelier.scoring.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Replaces what depends on constants alone by its values, which are computed by running that part of the graph. */
public final class ConstantFolding {
    private static final Set<String> CHANCE = Set.of(
            "RandomNormal", "RandomUniform", "RandomNormalLike", "RandomUniformLike", "Multinomial", "Bernoulli");

    private ConstantFolding() {}

    /** Runs a model that has no inputs. */
    public interface Evaluator {
        /** The values of all outputs by name; empty if it cannot be run, or not all of them are tensors. */
        Optional<Map<String, TensorProto>> evaluate(byte[] model, List<String> outputs);
    }

    /** Folds as far as it goes; what cannot be computed stays as it is. */
    public static void fold(GraphEdit graph, Evaluator evaluator) {
        takeConstantNodes(graph);
        Set<String> constant = new HashSet<>(graph.constants().keySet());
        constant.add("");
        List<NodeProto> foldable = new ArrayList<>();
        List<NodeProto> rest = new ArrayList<>();
        for (NodeProto node : graph.nodes()) {
            if (isPure(node)
                    && constant.containsAll(node.getInputList())
                    && node.getOutputList().stream().noneMatch(graph::isOutput)) {
                foldable.add(node);
                constant.addAll(node.getOutputList());
            } else {
                rest.add(node);
            }
        }
        Set<String> made = new HashSet<>();
        foldable.forEach(node -> made.addAll(node.getOutputList()));
        var without = graph.copy();
        without.nodes().clear();
        without.nodes().addAll(rest);
        List<String> wanted = made.stream()
                .filter(without.uses()::containsKey)
                .filter(name -> !name.isEmpty())
                .sorted()
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        evaluator.evaluate(graph.part(foldable, wanted), wanted).ifPresent(values -> {
            values.forEach((name, value) ->
                    graph.constants().put(name, value.toBuilder().setName(name).build()));
            graph.nodes().removeAll(foldable);
            graph.prune();
        });
    }

    private static boolean isPure(NodeProto node) {
        return (node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx"))
                && !CHANCE.contains(node.getOpType())
                && node.getAttributeList().stream()
                        .noneMatch(attribute -> attribute.hasG() || attribute.getGraphsCount() > 0);
    }

    private static void takeConstantNodes(GraphEdit graph) {
        graph.nodes().removeIf(node -> {
            if (!Nodes.is(node, "Constant") || graph.isOutput(node.getOutput(0))) {
                return false;
            }
            Optional<AttributeProto> value = Nodes.attribute(node, "value");
            value.ifPresent(attribute -> graph.constants()
                    .put(
                            node.getOutput(0),
                            attribute.getT().toBuilder()
                                    .setName(node.getOutput(0))
                                    .build()));
            return value.isPresent();
        });
    }
}
