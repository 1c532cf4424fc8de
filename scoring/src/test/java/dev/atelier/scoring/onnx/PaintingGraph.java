package dev.atelier.scoring.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.atelier.core.scoring.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A small painter with everything that specialising has to cope with: normalisations behind convolutions, behind one whose
 * weights another node shares, behind depthwise and transposed ones, and behind what is no convolution; styles that reach
 * weights through arithmetic; a residual path and a resized one; statistics that the graph names. Input {@code frame} and output {@code painted} are
 * [n,3,h,w], 0 to 1, of even height and width.
 */
final class PaintingGraph {
    static final int CHANNELS = 16;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("painting");
    private final Random random = new Random(5);
    private int operators = 17;

    /** The values of the constant inputs. */
    static Map<String, Tensor> style() {
        Random random = new Random(7);
        float[] scale = new float[5 * CHANNELS];
        float[] shift = new float[5 * CHANNELS];
        float[] mix = new float[CHANNELS * CHANNELS];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = 0.5f + random.nextFloat();
            shift[i] = (float) random.nextGaussian() / 4;
        }
        for (int i = 0; i < mix.length; i++) {
            mix[i] = (float) random.nextGaussian() / 8;
        }
        return Map.of(
                "scale",
                new Tensor(new long[] {scale.length}, scale),
                "shift",
                new Tensor(new long[] {shift.length}, shift),
                "mix",
                new Tensor(new long[] {CHANNELS, CHANNELS}, mix));
    }

    static byte[] bytes() {
        var painting = new PaintingGraph();
        painting.build();
        return painting.model();
    }

    /** A style graph that makes what {@link #bytes} takes, of the right shapes. */
    static byte[] styleGraph() {
        var style = new PaintingGraph();
        style.value("picture", true, 1, 3, 8, 8);
        style.node("ReduceMean", List.of("picture"), "brightness", style.integer("keepdims", 0));
        style().forEach((name, tensor) -> {
            style.tensor(name + "0", tensor.values(), tensor.shape());
            style.node("Mul", List.of(name + "0", "brightness"), name);
            style.value(name, false, tensor.shape());
        });
        return style.model();
    }

    /** Nothing is normalised in it. */
    static byte[] withoutNormalisation() {
        var painting = new PaintingGraph();
        painting.value("frame", true, -1, 3, -1, -1);
        painting.weights("w", 3, 3, 3, 3);
        painting.node("Conv", List.of("frame", "w"), "plain", painting.ints("pads", 1, 1, 1, 1));
        painting.node("Sigmoid", List.of("plain"), "painted");
        painting.value("painted", false, -1, 3, -1, -1);
        return painting.model();
    }

    /** What is normalised depends on a graph inside a node. */
    static byte[] withBranches() {
        var painting = new PaintingGraph();
        painting.value("frame", true, -1, 3, -1, -1);
        painting.weights("w", 3, 3, 3, 3);
        painting.constant("one", new float[] {1}, 3);
        painting.constant("none", new float[] {0}, 3);
        painting.node("Conv", List.of("frame", "w"), "plain", painting.ints("pads", 1, 1, 1, 1));
        painting.node("InstanceNormalization", List.of("plain", "one", "none"), "normal");
        painting.node("ReduceMean", List.of("normal"), "mean", painting.integer("keepdims", 0));
        painting.constant("zero", new float[] {0});
        painting.node("Greater", List.of("mean", "zero"), "bright");
        // both branches take what was made outside; one of them also what is normalised
        painting.graph.addNode(NodeProto.newBuilder()
                .setOpType("If")
                .addInput("bright")
                .addOutput("chosen")
                .addAttribute(branch("then_branch", "normal", "a"))
                .addAttribute(branch("else_branch", "plain", "b")));
        painting.node("Sigmoid", List.of("chosen"), "painted");
        painting.value("painted", false, -1, 3, -1, -1);
        return painting.model();
    }

    private static AttributeProto branch(String name, String value, String output) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.GRAPH)
                .setG(GraphProto.newBuilder()
                        .setName(name)
                        .addNode(NodeProto.newBuilder()
                                .setOpType("Identity")
                                .addInput(value)
                                .addOutput(output))
                        .addOutput(ValueInfoProto.newBuilder()
                                .setName(output)
                                .setType(TypeProto.newBuilder()
                                        .setTensorType(TypeProto.Tensor.newBuilder()
                                                .setElemType(DataType.FLOAT.getNumber())))))
                .build();
    }

    /** As it was before scales for each channel could be written. */
    static byte[] ofOldOperators() {
        var painting = new PaintingGraph();
        painting.operators = 9;
        painting.value("frame", true, -1, 3, -1, -1);
        painting.weights("w", 3, 3, 3, 3);
        painting.constant("one", new float[] {1}, 3);
        painting.constant("none", new float[] {0}, 3);
        painting.node("Conv", List.of("frame", "w"), "plain", painting.ints("pads", 1, 1, 1, 1));
        painting.node("InstanceNormalization", List.of("plain", "one", "none"), "normal");
        painting.node("Sigmoid", List.of("normal"), "painted");
        painting.value("painted", false, -1, 3, -1, -1);
        return painting.model();
    }

    private void build() {
        value("frame", true, -1, 3, -1, -1);
        value("scale", true, 5 * CHANNELS);
        value("shift", true, 5 * CHANNELS);
        value("mix", true, CHANNELS, CHANNELS);
        weights("first", CHANNELS, 3, 3, 3);
        weights("shared", CHANNELS, CHANNELS, 3, 3);
        weights("depth", CHANNELS, 1, 3, 3);
        weights("wide", CHANNELS, CHANNELS, 2, 2);
        weights("last", 3, CHANNELS, 3, 3);
        longs("kernel", CHANNELS, CHANNELS, 1, 1);
        split("scale", "s");
        split("shift", "t");

        AttributeProto around = ints("pads", 1, 1, 1, 1);
        node("Conv", List.of("frame", "first"), "c0", around, ints("strides", 2, 2));
        node("Relu", List.of("c0"), "h0");
        node("Conv", List.of("h0", "shared"), "c1", around);
        node("InstanceNormalization", List.of("c1", "s0", "t0"), "n1");
        node("Relu", List.of("n1"), "r1");
        node("Conv", List.of("r1", "shared"), "c2", around);
        node("Add", List.of("h0", "c2"), "h2");
        // no convolution is before this one
        node("InstanceNormalization", List.of("h2", "s1", "t1"), "n2");
        node("Conv", List.of("n2", "depth"), "c3", around, integer("group", CHANNELS));
        node("InstanceNormalization", List.of("c3", "s2", "t2"), "n3");
        node("LeakyRelu", List.of("n3"), "r3", real("alpha", 0.2f));
        // weights that a style makes: folded to constants
        node("Reshape", List.of("mix", "kernel"), "mixing");
        node("Conv", List.of("r3", "mixing"), "c4");
        // another node takes what is normalised too
        node("InstanceNormalization", List.of("c4", "s3", "t3"), "n4");
        node("Add", List.of("c4", "n4"), "h4");
        node("ConvTranspose", List.of("h4", "wide"), "c5", ints("strides", 2, 2));
        node("InstanceNormalization", List.of("c5", "s4", "t4"), "n5");
        constant("scales", new float[] {1, 1, 2, 2}, 4);
        node("Resize", List.of("h4", "", "scales"), "u4", text("mode", "linear"));
        node("Add", List.of("n5", "u4"), "h5");
        node("Conv", List.of("h5", "last"), "c6", around);
        // a statistic by its name
        node("ReduceMean", List.of("c6"), "mean/tone", ints("axes", 2, 3));
        node("Sub", List.of("c6", "mean/tone"), "off");
        node("Mul", List.of("off", "off"), "square");
        node("ReduceMean", List.of("square"), "variance/tone", ints("axes", 2, 3));
        node("Sqrt", List.of("variance/tone"), "deviation");
        node("Reciprocal", List.of("deviation"), "gain");
        node("Mul", List.of("c6", "gain"), "strong");
        node("Neg", List.of("mean/tone"), "down");
        node("Add", List.of("down", "strong"), "toned");
        node("Sigmoid", List.of("toned"), "painted");
        value("painted", false, -1, 3, -1, -1);
    }

    private void split(String from, String to) {
        NodeProto.Builder node = NodeProto.newBuilder().setOpType("Split").addInput(from);
        for (int i = 0; i < 5; i++) {
            node.addOutput(to + i);
        }
        graph.addNode(node);
    }

    private byte[] model() {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(operators))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private void weights(String name, int... shape) {
        int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        float[] values = new float[count];
        double size = 1 / Math.sqrt((double) count / shape[0]);
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * size);
        }
        tensor(name, values, Arrays.stream(shape).asLongStream().toArray());
    }

    /** A constant, of one value where there is a size. */
    private void constant(String name, float[] values, long... shape) {
        float[] all = values;
        if (shape.length == 1 && values.length == 1) {
            all = new float[(int) shape[0]];
            Arrays.fill(all, values[0]);
        }
        tensor(name, all, shape);
    }

    private void tensor(String name, float[] values, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(DataType.FLOAT.getNumber());
        for (long size : shape) {
            tensor.addDims(size);
        }
        for (float value : values) {
            tensor.addFloatData(value);
        }
        graph.addInitializer(tensor);
    }

    private void longs(String name, long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.INT64.getNumber())
                .addDims(values.length);
        Arrays.stream(values).forEach(tensor::addInt64Data);
        graph.addInitializer(tensor);
    }

    private void node(String type, List<String> inputs, String output, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(type)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
    }

    private void value(String name, boolean input, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (long size : shape) {
            dimensions.addDim(
                    size < 0
                            ? TensorShapeProto.Dimension.newBuilder()
                            : TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        ValueInfoProto value = ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(DataType.FLOAT.getNumber())
                                .setShape(dimensions)))
                .build();
        if (input) {
            graph.addInput(value);
        } else {
            graph.addOutput(value);
        }
    }

    private AttributeProto ints(String name, long... values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INTS)
                .addAllInts(Arrays.stream(values).boxed().toList())
                .build();
    }

    private AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    private AttributeProto real(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    private AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.STRING)
                .setS(com.google.protobuf.ByteString.copyFromUtf8(value))
                .build();
    }
}
