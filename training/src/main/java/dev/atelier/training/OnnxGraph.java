package dev.atelier.training;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds a graph in the ONNX format, operator set 17, one operator after the other. Values are known by their names. */
final class OnnxGraph {
    private static final int OPERATORS = 17;
    private static final int FORMAT = 8;

    /** Behind the name of a constant in half precision: its largest value. */
    static final String LARGEST = ".largest";

    private final GraphProto.Builder graph;
    private final List<StringStringEntryProto> metadata = new ArrayList<>();
    private int values;

    OnnxGraph(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    /** @param shape the size of each dimension, or a name where any size will do */
    String input(String name, Object... shape) {
        graph.addInput(value(name, shape));
        return name;
    }

    /** Makes a value an output under a name. */
    void output(String value, String name, Object... shape) {
        graph.addNode(
                NodeProto.newBuilder().setOpType("Identity").addInput(value).addOutput(name));
        graph.addOutput(value(name, shape));
    }

    private static ValueInfoProto value(String name, Object... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (Object size : shape) {
            TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
            dimensions.addDim(
                    size instanceof Integer fixed
                            ? dimension.setDimValue(fixed)
                            : dimension.setDimParam(size.toString()));
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(dimensions)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    String constant(float[] floats, long... shape) {
        return constant(nextConstant(), floats, shape);
    }

    /** @param name that tells what it is, found once in the graph */
    String constant(String name, float[] floats, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * floats.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(floats);
        return initializer(name, TensorProto.DataType.FLOAT, bytes.array(), shape);
    }

    String scalar(double value) {
        return constant(new float[] {(float) value});
    }

    String longs(long... longs) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * longs.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(longs);
        return initializer(nextConstant(), TensorProto.DataType.INT64, bytes.array(), longs.length);
    }

    /**
     * A constant that takes half the space, with 11 bits of precision for all but its smallest values, however large or
     * small they are together; the runtime widens it when it loads. What it must be multiplied with is a constant of the name with
     * {@link #LARGEST} behind it.
     *
     * @param name that tells what it is, found once in the graph
     */
    String half(String name, float[] floats, long... shape) {
        float largest = Float.MIN_NORMAL;
        for (float value : floats) {
            largest = Math.max(largest, Math.abs(value));
        }
        ByteBuffer bytes = ByteBuffer.allocate(2 * floats.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : floats) {
            bytes.putShort(HalfFloat.bits(value / largest));
        }
        initializer(name, TensorProto.DataType.FLOAT16, bytes.array(), shape);
        String wide = op("Cast", List.of(name), integer("to", TensorProto.DataType.FLOAT.getNumber()));
        return op("Mul", List.of(wide, constant(name + LARGEST, new float[] {largest})));
    }

    private String nextConstant() {
        return "c" + values++;
    }

    /** Notes something about the graph. */
    void metadata(String key, String value) {
        metadata.add(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value).build());
    }

    private String initializer(String name, TensorProto.DataType type, byte[] bytes, long... shape) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addAllDims(Arrays.stream(shape).boxed().toList())
                .setRawData(ByteString.copyFrom(bytes)));
        return name;
    }

    String op(String type, List<String> inputs, AttributeProto... attributes) {
        return ops(type, 1, inputs, attributes).get(0);
    }

    List<String> ops(String type, int outputs, List<String> inputs, AttributeProto... attributes) {
        NodeProto.Builder node = node(type, inputs, attributes);
        for (int i = 0; i < outputs; i++) {
            node.addOutput("v" + values++);
        }
        graph.addNode(node);
        return List.copyOf(node.getOutputList());
    }

    /** An operator whose value others are to know by its name, found once in the graph. */
    String named(String name, String type, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(node(type, inputs, attributes).addOutput(name));
        return name;
    }

    private NodeProto.Builder node(String type, List<String> inputs, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .setName(type.toLowerCase(java.util.Locale.ROOT) + values++)
                .addAllInput(inputs)
                .addAllAttribute(Arrays.asList(attributes));
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto real(String name, double value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF((float) value)
                .build();
    }

    static AttributeProto integers(String name, long... values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(Arrays.stream(values).boxed().toList())
                .build();
    }

    static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    byte[] bytes() {
        return ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .setProducerName("atelier")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
                .setGraph(graph)
                .addAllMetadataProps(metadata)
                .build()
                .toByteArray();
    }
}
