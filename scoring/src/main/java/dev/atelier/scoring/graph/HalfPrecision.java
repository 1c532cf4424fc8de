package dev.atelier.scoring.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph computed in floats of 16 bits, that still takes and gives floats of 32. */
public final class HalfPrecision {
    private static final int FLOAT = DataType.FLOAT.getNumber();
    private static final int HALF = DataType.FLOAT16.getNumber();

    private HalfPrecision() {}

    public static void apply(GraphEdit graph) {
        Set<String> sizes = sizes(graph);
        for (Map.Entry<String, TensorProto> constant : graph.constants().entrySet()) {
            if (!sizes.contains(constant.getKey())) {
                constant.setValue(half(constant.getValue()));
            }
        }
        List<NodeProto> nodes = new ArrayList<>();
        Set<String> cast = new HashSet<>();
        for (ValueInfoProto input : graph.inputs()) {
            if (input.getType().getTensorType().getElemType() == FLOAT) {
                cast.add(input.getName());
                nodes.add(cast(input.getName(), inside(input.getName()), HALF));
            }
        }
        Set<String> outputs = new HashSet<>();
        graph.outputs().stream()
                .filter(output -> output.getType().getTensorType().getElemType() == FLOAT)
                .forEach(output -> outputs.add(output.getName()));
        for (NodeProto node : graph.nodes()) {
            nodes.add(inside(node, cast, outputs));
        }
        outputs.forEach(output -> nodes.add(cast(inside(output), output, FLOAT)));
        graph.nodes().clear();
        graph.nodes().addAll(nodes);
        graph.dropTypes();
    }

    private static String inside(String name) {
        return name + "/half";
    }

    private static NodeProto inside(NodeProto node, Set<String> inputs, Set<String> outputs) {
        NodeProto.Builder changed = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            if (inputs.contains(node.getInput(i)) || outputs.contains(node.getInput(i))) {
                changed.setInput(i, inside(node.getInput(i)));
            }
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
            if (outputs.contains(node.getOutput(i))) {
                changed.setOutput(i, inside(node.getOutput(i)));
            }
        }
        for (int i = 0; i < node.getAttributeCount(); i++) {
            AttributeProto attribute = node.getAttribute(i);
            if (Nodes.is(node, "Cast") && attribute.getName().equals("to") && attribute.getI() == FLOAT) {
                changed.setAttribute(i, Nodes.integer("to", HALF));
            } else if (attribute.hasT() && attribute.getT().getDataType() == FLOAT) {
                changed.setAttribute(
                        i, attribute.toBuilder().setT(half(attribute.getT())).build());
            }
        }
        return changed.build();
    }

    private static NodeProto cast(String from, String to, int type) {
        return Nodes.node("Cast", List.of(from), to, Nodes.integer("to", type));
    }

    /** Constants that stay floats of 32 bits by the standard: how far to resize. */
    private static Set<String> sizes(GraphEdit graph) {
        Set<String> sizes = new HashSet<>();
        for (NodeProto node : graph.nodes()) {
            if (Nodes.is(node, "Resize") || Nodes.is(node, "Upsample")) {
                sizes.addAll(node.getInputList().subList(1, node.getInputCount()));
            }
        }
        return sizes;
    }

    private static TensorProto half(TensorProto tensor) {
        return Tensors.floats(tensor)
                .map(values -> {
                    ByteBuffer bytes =
                            ByteBuffer.allocate(Short.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
                    for (float value : values) {
                        bytes.putShort(Fp16Conversions.floatToFp16(value));
                    }
                    return Tensors.raw(HALF, bytes.array(), Tensors.shape(tensor)).toBuilder()
                            .setName(tensor.getName())
                            .build();
                })
                .orElse(tensor);
    }
}
