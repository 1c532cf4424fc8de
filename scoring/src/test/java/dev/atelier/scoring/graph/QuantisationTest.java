package dev.atelier.scoring.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Tensor;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** On a network that takes cells of 4 x 4 pixels, has channels of ranges a thousand times apart, and paints cells. */
class QuantisationTest {
    private static final int SIDE = 32;
    private static final int CHANNELS = 16;
    private static final int CELL = 48;

    private final Random random = new Random(3);
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("cells");

    private byte[] model() {
        longs("edges", 0, 0, 4, 4, 0, 0, 4, 4);
        longs("rows", 0, 0, 10, 160);
        longs("parts", 0, 0, 12, -1, 4);
        longs("cell", 0, 0, 0, CELL);
        node("Pad", List.of("frame", "edges"), "padded", text("mode", "edge"));
        node("Reshape", List.of("padded", "rows"), "rows1");
        node("Transpose", List.of("rows1"), "rows2", Nodes.integers("perm", 0, 2, 1, 3));
        node("Reshape", List.of("rows2", "parts"), "parts1");
        node("Transpose", List.of("parts1"), "parts2", Nodes.integers("perm", 0, 1, 3, 2, 4));
        node("Reshape", List.of("parts2", "cell"), "cells1");
        node("Transpose", List.of("cells1"), "cells", Nodes.integers("perm", 0, 3, 1, 2));

        float[] gains = new float[CHANNELS];
        float[] inverse = new float[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            gains[c] = (float) Math.pow(10, 3.0 * c / (CHANNELS - 1) - 1.5);
            inverse[c] = 1 / gains[c];
        }
        convolution("cells", "a0", CELL, CHANNELS, ones(CELL), gains);
        node("Relu", List.of("a0"), "a");
        convolution("a", "b0", CHANNELS, CHANNELS, inverse, ones(CHANNELS));
        node("Relu", List.of("b0"), "b");
        convolution("b", "c", CHANNELS, CHANNELS, ones(CHANNELS), gains);
        node("Add", List.of("a", "c"), "sum");
        convolution("sum", "d", CHANNELS, CELL, inverse, ones(CELL));
        longs("one", 1, 1);
        longs("last", 9, 9);
        longs("axes", 2, 3);
        node("Slice", List.of("d", "one", "last", "axes"), "inner0");
        constant("none", 0);
        constant("full", 1);
        node("Add", List.of("inner0", "inner0"), "inner1");
        node("Clip", List.of("inner1", "none", "full"), "inner");

        longs("blocks", 0, 0, 0, 12, 4);
        longs("lines", 0, 0, 3, -1);
        longs("size", 1, 3, SIDE, SIDE);
        node("Transpose", List.of("inner"), "p1", Nodes.integers("perm", 0, 2, 3, 1));
        node("Reshape", List.of("p1", "blocks"), "p2");
        node("Transpose", List.of("p2"), "p3", Nodes.integers("perm", 0, 1, 3, 2, 4));
        node("Reshape", List.of("p3", "lines"), "p4");
        node("Transpose", List.of("p4"), "p5", Nodes.integers("perm", 0, 2, 1, 3));
        node("Reshape", List.of("p5", "size"), "painted");
        return finished();
    }

    private byte[] finished() {
        graph.addInput(picture("frame")).addOutput(picture("painted"));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static float[] ones(int n) {
        float[] ones = new float[n];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }

    private void convolution(String from, String to, int in, int out, float[] takes, float[] gives) {
        float[] weights = new float[in * out];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(in)) * takes[i % in] * gives[i / in];
        }
        add("weights of " + to, Tensors.floats(weights, out, in, 1, 1));
        graph.addNode(Nodes.node("Conv", List.of(from, "weights of " + to), to).toBuilder()
                .setName("making " + to));
    }

    private void node(String type, List<String> inputs, String output, AttributeProto... attributes) {
        graph.addNode(Nodes.node(type, inputs, output, attributes));
    }

    private void longs(String name, long... values) {
        add(name, Tensors.longs(values));
    }

    private void constant(String name, float value) {
        add(name, Tensors.floats(new float[] {value}));
    }

    private void add(String name, TensorProto tensor) {
        graph.addInitializer(tensor.toBuilder().setName(name));
    }

    private static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    private static ValueInfoProto picture(String name) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long size : new long[] {1, 3, SIDE, SIDE}) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }

    private float[] frame() {
        float[] frame = new float[3 * SIDE * SIDE];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = random.nextInt(256) / 255f;
        }
        return frame;
    }

    private static Map<String, Tensor> run(byte[] onnx, float[] frame) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, Tensor> outputs = new HashMap<>();
        try (OrtSession session = environment.createSession(onnx);
                OnnxTensor input =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(frame), new long[] {1, 3, SIDE, SIDE});
                OrtSession.Result result = session.run(Map.of("frame", input))) {
            for (var output : result) {
                OnnxTensor tensor = (OnnxTensor) output.getValue();
                float[] values = new float[(int) tensor.getInfo().getNumElements()];
                tensor.getFloatBuffer().get(values);
                outputs.put(output.getKey(), new Tensor(tensor.getInfo().getShape(), values));
            }
        }
        return outputs;
    }

    private static Map<String, Tensor> ranges(GraphEdit edit, float[] frame) throws OrtException {
        GraphEdit observing = edit.copy();
        Quantisation.observe(observing);
        Map<String, Tensor> ranges = new HashMap<>();
        run(observing.bytes(), frame).forEach((name, value) -> {
            if (name.startsWith(Observations.RANGE)) {
                long[] shape = value.shape();
                ranges.put(
                        name,
                        ActivationRange.ofChannels(
                                new Tensor(new long[] {shape[1], shape[2], shape[3]}, value.values())));
            }
        });
        return ranges;
    }

    private static double psnr(float[] some, float[] other) {
        double squares = 0;
        for (int i = 0; i < some.length; i++) {
            squares += Math.pow(some[i] - (double) other[i], 2) / some.length;
        }
        return -10 * Math.log10(squares);
    }

    @Test
    void channelsOfUnlikeRangesKeepTheirPrecision() throws OrtException {
        GraphEdit edit = GraphEdit.of(model()).orElseThrow();
        float[] frame = frame();
        float[] exact = run(edit.bytes(), frame).get("painted").values();

        Quantisation.apply(edit, ranges(edit, frame));

        float[] bytes = run(edit.bytes(), frame).get("painted").values();
        assertThat(psnr(exact, bytes))
                .as("12 dB with one scale for all as they are")
                .isGreaterThan(30);
    }

    @Test
    void whatOnlyMovesValuesMovesBytesAndNeedsNoRange() throws OrtException, InvalidProtocolBufferException {
        GraphEdit edit = GraphEdit.of(model()).orElseThrow();
        assertThat(Quantisation.values(edit)).containsExactlyInAnyOrder("frame", "a", "b", "c", "sum", "d", "inner");

        Quantisation.apply(edit, ranges(edit, frame()));

        List<NodeProto> nodes = ModelProto.parseFrom(edit.bytes()).getGraph().getNodeList();
        Map<String, String> makers =
                nodes.stream().collect(Collectors.toMap(node -> node.getOutput(0), NodeProto::getOpType));
        assertThat(nodes).filteredOn(Moves::isMove).hasSize(14).allSatisfy(node -> assertThat(
                        makers.get(node.getInput(0)))
                .isIn("QuantizeLinear", "Pad", "Reshape", "Transpose", "Slice"));
        assertThat(makers.values()).as("bytes cut off what is outside").doesNotContain("Clip", "Relu");
    }

    @Test
    void aConvolutionThatTwoLimitsTakeIsMadeForEach() throws OrtException, InvalidProtocolBufferException {
        constant("least", -1.5f);
        constant("most", 1.5f);
        convolution("frame", "eight", 3, 8, ones(3), ones(8));
        convolution("eight", "shared", 8, 8, ones(8), ones(8));
        node("Clip", List.of("shared", "least", "most"), "clipped");
        node("Relu", List.of("shared"), "positive");
        convolution("clipped", "one", 8, 8, ones(8), ones(8));
        convolution("positive", "other", 8, 8, ones(8), ones(8));
        node("Add", List.of("one", "other"), "both");
        convolution("both", "painted", 8, 3, ones(8), ones(3));
        GraphEdit edit = GraphEdit.of(finished()).orElseThrow();
        float[] frame = frame();
        float[] exact = run(edit.bytes(), frame).get("painted").values();
        assertThat(Quantisation.values(edit)).contains("clipped", "positive").doesNotContain("shared");

        Quantisation.apply(edit, ranges(edit, frame));

        ModelProto model = ModelProto.parseFrom(edit.bytes());
        assertThat(model.getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .doesNotContain("Clip", "Relu")
                .filteredOn("Conv"::equals)
                .hasSize(6);
        assertThat(psnr(exact, run(edit.bytes(), frame).get("painted").values()))
                .isGreaterThan(30);
    }
}
