package dev.atelier.scoring.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model's main graph while it is changed. Values are known by their names; nodes stay in an order in which each comes
 * after those it takes values from. Not safe for use by several threads.
 */
public final class GraphEdit {
    /** Before operator set 7, values were broadcast in another way. */
    private static final long LEAST_OPERATORS = 7;

    private static final long LARGEST_FORMAT_OF_OLD = 4;

    private final ModelProto model;
    private final long operators;
    private final List<NodeProto> nodes;
    private final Map<String, TensorProto> constants;
    private final List<ValueInfoProto> inputs;
    private final List<ValueInfoProto> outputs;
    private boolean typesKept = true;
    private int made;

    private GraphEdit(
            ModelProto model,
            List<NodeProto> nodes,
            Map<String, TensorProto> constants,
            List<ValueInfoProto> inputs,
            List<ValueInfoProto> outputs) {
        this.model = model;
        this.operators = operators(model);
        this.nodes = new ArrayList<>(nodes);
        this.constants = new LinkedHashMap<>(constants);
        this.inputs = new ArrayList<>(inputs);
        this.outputs = new ArrayList<>(outputs);
    }

    /**
     * Begins to change a model.
     *
     * @param onnx a model whose weights are all in it
     * @return empty if it is of a kind that is better left as it is: with functions of its own, sparse weights, weights in
     *     other files, or an operator set before 7
     */
    public static Optional<GraphEdit> of(byte[] onnx) {
        ModelProto model;
        try {
            model = ModelProto.parseFrom(onnx);
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
        GraphProto graph = model.getGraph();
        boolean odd = operators(model) < LEAST_OPERATORS
                || model.getFunctionsCount() > 0
                || model.getTrainingInfoCount() > 0
                || graph.getSparseInitializerCount() > 0
                || graph.getInitializerList().stream()
                        .anyMatch(tensor -> tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL);
        if (odd) {
            return Optional.empty();
        }
        Map<String, TensorProto> constants = new LinkedHashMap<>();
        graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
        var edit = new GraphEdit(model, graph.getNodeList(), constants, graph.getInputList(), graph.getOutputList());
        // old models name their weights among the inputs too
        edit.inputs.removeIf(input -> constants.containsKey(input.getName()));
        return Optional.of(edit);
    }

    private static long operators(ModelProto model) {
        return model.getOpsetImportList().stream()
                .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
                .mapToLong(OperatorSetIdProto::getVersion)
                .max()
                .orElse(0);
    }

    public GraphEdit copy() {
        var copy = new GraphEdit(model, nodes, constants, inputs, outputs);
        copy.made = made;
        copy.typesKept = typesKept;
        return copy;
    }

    /** The version of the standard operator set. */
    public long operators() {
        return operators;
    }

    List<NodeProto> nodes() {
        return nodes;
    }

    Map<String, TensorProto> constants() {
        return constants;
    }

    /** What is given to each run: no constants. */
    public List<ValueInfoProto> inputs() {
        return inputs;
    }

    List<ValueInfoProto> outputs() {
        return outputs;
    }

    boolean isOutput(String value) {
        return outputs.stream().anyMatch(output -> output.getName().equals(value));
    }

    /** Gives an input a value for good. */
    public void bind(TensorProto value) {
        inputs.removeIf(input -> input.getName().equals(value.getName()));
        constants.put(value.getName(), value);
    }

    /** Makes a value an output, of whatever type it has. */
    void output(String value) {
        outputs.add(ValueInfoProto.newBuilder().setName(value).build());
    }

    String fresh(String stem) {
        return stem + "/atelier" + made++;
    }

    /** Adds a constant under a new name. */
    String constant(String stem, TensorProto tensor) {
        String name = fresh(stem);
        constants.put(name, tensor.toBuilder().setName(name).build());
        return name;
    }

    Optional<float[]> floats(String name) {
        TensorProto tensor = constants.get(name);
        return tensor == null ? Optional.empty() : Tensors.floats(tensor);
    }

    /** The node that makes each value. */
    Map<String, NodeProto> producers() {
        Map<String, NodeProto> producers = new HashMap<>();
        nodes.forEach(node -> node.getOutputList().forEach(output -> producers.put(output, node)));
        return producers;
    }

    /** How often each value is taken, by nodes, by graphs inside nodes, and as an output. */
    Map<String, Integer> uses() {
        Map<String, Integer> uses = new HashMap<>();
        nodes.forEach(node -> count(node, uses));
        outputs.forEach(output -> uses.merge(output.getName(), 1, Integer::sum));
        return uses;
    }

    private static void count(NodeProto node, Map<String, Integer> uses) {
        node.getInputList().forEach(input -> uses.merge(input, 1, Integer::sum));
        for (AttributeProto attribute : node.getAttributeList()) {
            attribute.getG().getNodeList().forEach(inner -> count(inner, uses));
            attribute.getG().getOutputList().forEach(output -> uses.merge(output.getName(), 1, Integer::sum));
            for (GraphProto graph : attribute.getGraphsList()) {
                graph.getNodeList().forEach(inner -> count(inner, uses));
                graph.getOutputList().forEach(output -> uses.merge(output.getName(), 1, Integer::sum));
            }
        }
    }

    /** Removes nodes and constants that nothing needs. */
    void prune() {
        Map<String, Integer> uses = uses();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (nodes.get(i).getOutputList().stream().noneMatch(uses::containsKey)) {
                nodes.remove(i);
                uses = uses();
            }
        }
        constants.keySet().retainAll(uses.keySet());
    }

    /** Forgets what the model says of the types of values between its nodes. */
    void dropTypes() {
        typesKept = false;
    }

    public byte[] bytes() {
        Set<String> known = new HashSet<>();
        nodes.forEach(node -> known.addAll(node.getOutputList()));
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName(model.getGraph().getName())
                .addAllNode(nodes)
                .addAllInitializer(constants.values())
                .addAllInput(inputs)
                .addAllOutput(outputs);
        if (typesKept) {
            model.getGraph().getValueInfoList().stream()
                    .filter(value -> known.contains(value.getName()))
                    .forEach(graph::addValueInfo);
        }
        return model.toBuilder()
                // constants that are no inputs came with format 4
                .setIrVersion(Math.max(model.getIrVersion(), LARGEST_FORMAT_OF_OLD))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    /** A model of some of the nodes, that makes values of constants alone. */
    byte[] part(List<NodeProto> some, List<String> wanted) {
        Map<String, Integer> uses = new HashMap<>();
        some.forEach(node -> count(node, uses));
        GraphProto.Builder graph = GraphProto.newBuilder().setName("constants").addAllNode(some);
        constants.values().stream()
                .filter(tensor -> uses.containsKey(tensor.getName()))
                .forEach(graph::addInitializer);
        wanted.forEach(name -> graph.addOutput(ValueInfoProto.newBuilder().setName(name)));
        return model.toBuilder()
                .setIrVersion(Math.max(model.getIrVersion(), LARGEST_FORMAT_OF_OLD))
                .setGraph(graph)
                .build()
                .toByteArray();
    }
}
