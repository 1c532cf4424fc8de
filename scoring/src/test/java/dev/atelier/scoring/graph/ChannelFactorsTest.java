package dev.atelier.scoring.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelFactorsTest {
    private static GraphEdit graph(TensorProto factor, TensorProto summand, NodeProto... others) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("factors")
                .addInput(ValueInfoProto.newBuilder().setName("x"))
                .addInitializer(Tensors.floats(new float[] {1, 2}, 2, 1, 1, 1).toBuilder()
                        .setName("weights"))
                .addInitializer(
                        Tensors.floats(new float[] {10, 20}, 2).toBuilder().setName("bias"))
                .addInitializer(factor.toBuilder().setName("factor"))
                .addInitializer(summand.toBuilder().setName("summand"))
                .addNode(Nodes.node("Conv", List.of("x", "weights", "bias"), "c"))
                .addNode(Nodes.node("Mul", List.of("factor", "c"), "product"))
                .addNode(Nodes.node("Add", List.of("product", "summand"), "y"))
                .addAllNode(List.of(others))
                .addOutput(ValueInfoProto.newBuilder().setName("y"));
        for (NodeProto other : others) {
            graph.addOutput(ValueInfoProto.newBuilder().setName(other.getOutput(0)));
        }
        ModelProto model = ModelProto.newBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build();
        GraphEdit edit = GraphEdit.of(model.toByteArray()).orElseThrow();
        ChannelFactors.fold(edit);
        return edit;
    }

    @Test
    void productsAndSumsBecomePartOfTheConvolution() {
        GraphEdit graph = graph(Tensors.floats(new float[] {3}), Tensors.floats(new float[] {5, 6}, 1, 2, 1, 1));

        assertThat(graph.nodes()).hasSize(1);
        NodeProto convolution = graph.nodes().get(0);
        assertThat(convolution.getOutput(0)).isEqualTo("y");
        assertThat(graph.floats(convolution.getInput(1)).orElseThrow()).containsExactly(3, 6);
        assertThat(graph.floats(convolution.getInput(2)).orElseThrow()).containsExactly(35, 66);
    }

    @Test
    void whatDiffersFromPlaceToPlaceStays() {
        GraphEdit graph = graph(Tensors.floats(new float[] {3}), Tensors.floats(new float[] {5, 6}, 1, 1, 1, 2));

        assertThat(graph.nodes()).extracting(NodeProto::getOpType).containsExactly("Conv", "Add");
    }

    @Test
    void whatOthersTakeTooStays() {
        GraphEdit graph = graph(
                Tensors.floats(new float[] {3}),
                Tensors.floats(new float[] {5}),
                Nodes.node("Relu", List.of("c"), "other"));

        assertThat(graph.nodes()).extracting(NodeProto::getOpType).containsExactly("Conv", "Mul", "Add", "Relu");
    }
}
