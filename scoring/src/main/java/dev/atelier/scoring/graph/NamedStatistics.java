package dev.atelier.scoring.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Statistics of a whole item that a graph names as such: where it makes values {@code mean/X} and {@code variance/X}, of
 * one number a channel each, they are fixed for a shot as those of {@link Normalisations} are.
 */
public final class NamedStatistics {
    private NamedStatistics() {}

    /** Each X that the graph makes both values of. */
    public static List<String> names(GraphEdit graph) {
        Set<String> made = graph.producers().keySet();
        var names = new TreeSet<String>();
        for (String value : made) {
            if (value.startsWith(Observations.MEAN)) {
                String name = value.substring(Observations.MEAN.length());
                if (made.contains(Observations.VARIANCE + name)) {
                    names.add(name);
                }
            }
        }
        return List.copyOf(names);
    }

    /** Makes them outputs. */
    public static void observe(GraphEdit graph) {
        for (String name : names(graph)) {
            graph.output(Observations.VARIANCE + name);
            graph.output(Observations.MEAN + name);
        }
    }

    /**
     * Replaces those that are given by their values, and folds what this makes constant into the convolutions before it.
     *
     * @param evaluator for what depends on them alone
     */
    public static void fold(GraphEdit graph, Map<String, Tensor> statistics, ConstantFolding.Evaluator evaluator) {
        List<TensorProto> given = new ArrayList<>();
        for (String name : names(graph)) {
            Tensor mean = statistics.get(Observations.MEAN + name);
            Tensor variance = statistics.get(Observations.VARIANCE + name);
            if (mean != null && variance != null) {
                given.add(ofOneItem(Observations.MEAN + name, mean));
                given.add(ofOneItem(Observations.VARIANCE + name, variance));
            }
        }
        if (given.isEmpty()) {
            return;
        }
        Map<String, NodeProto> producers = graph.producers();
        for (TensorProto value : given) {
            graph.nodes().remove(producers.get(value.getName()));
            graph.constants().put(value.getName(), value);
        }
        graph.prune();
        ConstantFolding.fold(graph, evaluator);
        ChannelFactors.fold(graph);
    }

    /** A value of an item as the graph holds it, with the number of items before its dimensions. */
    private static TensorProto ofOneItem(String name, Tensor value) {
        long[] shape = new long[value.shape().length + 1];
        shape[0] = 1;
        System.arraycopy(value.shape(), 0, shape, 1, value.shape().length);
        return Tensors.of(name, new Tensor(shape, value.values()));
    }
}
