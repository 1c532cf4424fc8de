package dev.atelier.scoring.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.Set;

/** Operators whose output holds values of their first input, or means of such, whatever these are. */
final class Moves {
    private static final Set<String> RESHAPE = Set.of("Reshape", "Transpose", "Squeeze", "Unsqueeze", "Flatten");

    private Moves() {}

    static boolean isMove(NodeProto node) {
        return isForBytes(node) || Nodes.is(node, "Resize");
    }

    /** Whether the runtime does it faster on bytes: it resizes floats faster. */
    static boolean isForBytes(NodeProto node) {
        return reshapes(node) || Nodes.is(node, "Slice") || Nodes.is(node, "Identity") || isPadding(node);
    }

    /** Whether the output's dimensions are others, or in another order. */
    static boolean reshapes(NodeProto node) {
        return RESHAPE.stream().anyMatch(type -> Nodes.is(node, type));
    }

    /** A frame's continuation by what is in it: not by zeros, which need not be what a byte of 0 stands for. */
    static boolean isPadding(NodeProto node) {
        String mode = Nodes.attribute(node, "mode")
                .map(AttributeProto::getS)
                .map(ByteString::toStringUtf8)
                .orElse("constant");
        return Nodes.is(node, "Pad") && !mode.equals("constant");
    }
}
