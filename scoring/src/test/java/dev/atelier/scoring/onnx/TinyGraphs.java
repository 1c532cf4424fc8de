package dev.atelier.scoring.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** ONNX graphs of a few nodes, whose scores can be told by looking. */
final class TinyGraphs {
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
    private final ModelProto.Builder model = ModelProto.newBuilder()
            .setIrVersion(8)
            .setProducerName("atelier")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17));

    /** {@code white - picture}; of any size where a side is -1. */
    static TinyGraphs inverting(float white, long batch, int height, int width) {
        return new TinyGraphs()
                .input("picture", DataType.FLOAT, batch, 3, height, width)
                .constant("white", white)
                .node("Sub", List.of("white", "picture"), List.of("inverted"))
                .output("inverted", DataType.FLOAT, batch, 3, height, width);
    }

    /** The mean of each of three channels, as logits. */
    static TinyGraphs channelMeans(int height, int width) {
        return new TinyGraphs()
                .input("picture", DataType.FLOAT, 1, 3, height, width)
                .node("GlobalAveragePool", List.of("picture"), List.of("means"))
                .node("Flatten", List.of("means"), List.of("logits"))
                .output("logits", DataType.FLOAT, 1, 3);
    }

    /** Inverts in half precision, in and out. */
    static TinyGraphs invertingHalf() {
        return new TinyGraphs()
                .input("picture", DataType.FLOAT16, -1, 3, -1, -1)
                .constant("white", 1)
                .cast("picture", "wide", DataType.FLOAT)
                .node("Sub", List.of("white", "wide"), List.of("difference"))
                .cast("difference", "inverted", DataType.FLOAT16)
                .output("inverted", DataType.FLOAT16, -1, 3, -1, -1);
    }

    /** Inverts bytes, channels last. */
    static TinyGraphs invertingBytes() {
        return new TinyGraphs()
                .input("picture", DataType.UINT8, 1, -1, -1, 3)
                .constant("white", 255)
                .cast("picture", "wide", DataType.FLOAT)
                .node("Sub", List.of("white", "wide"), List.of("difference"))
                .cast("difference", "inverted", DataType.UINT8)
                .output("inverted", DataType.UINT8, 1, -1, -1, 3);
    }

    /** {@code picture * gain}, where the gain is another input. */
    static TinyGraphs scaling() {
        return new TinyGraphs()
                .input("picture", DataType.FLOAT, -1, 3, -1, -1)
                .input("gain", DataType.FLOAT, 1)
                .node("Mul", List.of("picture", "gain"), List.of("scaled"))
                .output("scaled", DataType.FLOAT, -1, 3, -1, -1);
    }

    /**
     * The mean colour of a picture.
     *
     * @param side of the only pictures that it takes; -1 for any
     */
    static TinyGraphs meanColour(int side) {
        return new TinyGraphs()
                .input("style", DataType.FLOAT, 1, 3, side, side)
                .node("GlobalAveragePool", List.of("style"), List.of("tint"))
                .output("tint", DataType.FLOAT, 1, 3, 1, 1);
    }

    /** A picture times a tint. */
    static TinyGraphs tinting() {
        return new TinyGraphs()
                .input("picture", DataType.FLOAT, -1, 3, -1, -1)
                .input("tint", DataType.FLOAT, 1, 3, 1, 1)
                .node("Mul", List.of("picture", "tint"), List.of("tinted"))
                .output("tinted", DataType.FLOAT, -1, 3, -1, -1);
    }

    /** The sum over a picture's width; one of 200 by 200 it fails on, since its shape cannot take part in a sum. */
    static TinyGraphs choosy() {
        TinyGraphs graphs = new TinyGraphs().input("picture", DataType.FLOAT, 1, 3, -1, -1);
        graphs.graph.addInitializer(TensorProto.newBuilder()
                .setName("limit")
                .setDataType(DataType.INT64.getNumber())
                .addDims(1)
                .addInt64Data(199));
        graphs.graph.addInitializer(TensorProto.newBuilder()
                .setName("nothing")
                .setDataType(DataType.INT64.getNumber())
                .addDims(1)
                .addInt64Data(0));
        return graphs.node("Shape", List.of("picture"), List.of("shape"))
                .node("ReduceMax", List.of("shape"), List.of("longest"))
                .node("Greater", List.of("longest", "limit"), List.of("tooLong"))
                .cast("tooLong", "index", DataType.INT64)
                // there is no element 1: a long picture reaches for it
                .node("Gather", List.of("nothing", "index"), List.of("zero"))
                .node("GlobalAveragePool", List.of("picture"), List.of("means"))
                .output("means", DataType.FLOAT, 1, 3, 1, 1)
                .output("zero", DataType.INT64, 1);
    }

    /** Brightness enlarged three times, each pixel repeated. */
    static TinyGraphs enlarging(int side) {
        TinyGraphs graphs = new TinyGraphs().input("picture", DataType.FLOAT, -1, 1, side, side);
        graphs.graph.addInitializer(TensorProto.newBuilder()
                .setName("scales")
                .setDataType(DataType.FLOAT.getNumber())
                .addDims(4)
                .addAllFloatData(List.of(1f, 1f, 3f, 3f)));
        return graphs.node("Resize", List.of("picture", "", "scales"), List.of("enlarged"))
                .output("enlarged", DataType.FLOAT, -1, 1, 3L * side, 3L * side);
    }

    TinyGraphs metadata(String key, String value) {
        model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
        return this;
    }

    /** Adds a weight that lies in another file. */
    TinyGraphs externalWeight(String location) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName("outside")
                .setDataType(DataType.FLOAT.getNumber())
                .addDims(1)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(location)));
        return this;
    }

    TinyGraphs operator(String type) {
        return node(type, List.of(graph.getInput(0).getName()), List.of("unknown"));
    }

    Path write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, model.setGraph(graph).build().toByteArray());
    }

    private TinyGraphs input(String name, DataType type, long... shape) {
        graph.addInput(value(name, type, shape));
        return this;
    }

    private TinyGraphs output(String name, DataType type, long... shape) {
        graph.addOutput(value(name, type, shape));
        return this;
    }

    private TinyGraphs constant(String name, float value) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.FLOAT.getNumber())
                .addFloatData(value));
        return this;
    }

    private TinyGraphs node(String type, List<String> inputs, List<String> outputs) {
        graph.addNode(NodeProto.newBuilder().setOpType(type).addAllInput(inputs).addAllOutput(outputs));
        return this;
    }

    private TinyGraphs cast(String from, String to, DataType type) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Cast")
                .addInput(from)
                .addOutput(to)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(type.getNumber())));
        return this;
    }

    private static ValueInfoProto value(String name, DataType type, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        Arrays.stream(shape)
                .mapToObj(size -> size < 0
                        ? TensorShapeProto.Dimension.newBuilder()
                        : TensorShapeProto.Dimension.newBuilder().setDimValue(size))
                .forEach(dimensions::addDim);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(dimensions)))
                .build();
    }
}
