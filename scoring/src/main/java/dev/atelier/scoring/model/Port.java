package dev.atelier.scoring.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An input or output of a graph.
 *
 * @param shape sizes, -1 where the graph leaves one open; null if it is no tensor
 */
public record Port(String name, OnnxJavaType type, long[] shape) {
    public static Port of(NodeInfo info) {
        return info.getInfo() instanceof TensorInfo tensor
                ? new Port(info.getName(), tensor.type, tensor.getShape())
                : new Port(info.getName(), OnnxJavaType.UNKNOWN, null);
    }

    public boolean isTensor() {
        return shape != null;
    }

    public int rank() {
        return isTensor() ? shape.length : -1;
    }

    /** Such as {@code float [?,3,720,720]}. */
    public String describe() {
        if (!isTensor()) {
            return "not a tensor";
        }
        return type.name().toLowerCase(Locale.ROOT)
                + Arrays.stream(shape)
                        .mapToObj(size -> size < 0 ? "?" : Long.toString(size))
                        .collect(Collectors.joining(",", " [", "]"));
    }

    /** Whether a tensor of this shape may stand here. */
    public boolean accepts(long[] other) {
        if (shape.length != other.length) {
            return false;
        }
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] >= 0 && shape[i] != other[i]) {
                return false;
            }
        }
        return true;
    }
}
