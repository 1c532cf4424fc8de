package dev.atelier.scoring.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** The memory that one call uses at a time, kept for the next call with items of the same size. */
final class Slot implements AutoCloseable {
    private final int width;
    private final int height;
    private final TensorSink input;
    private String pinnedName = "";
    private OnnxTensor pinned;
    private FloatBuffer pinnedValues;

    Slot(int width, int height, TensorSink input) {
        this.width = width;
        this.height = height;
        this.input = input;
    }

    boolean fits(int otherWidth, int otherHeight) {
        return width == otherWidth && height == otherHeight;
    }

    TensorSink input() {
        return input;
    }

    /** Has the runtime write an output whose shape is now known straight into memory of this slot from the next call. */
    void pin(Graph graph, String name, long[] shape) throws OrtException {
        if (pinned == null && graph.outputs().get(name).type() == OnnxJavaType.FLOAT) {
            pinnedValues = ByteBuffer.allocateDirect(Math.multiplyExact(TensorSink.elements(shape), Float.BYTES))
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            pinned = OnnxTensor.createTensor(graph.environment(), pinnedValues, shape);
            pinnedName = name;
        }
    }

    Map<String, OnnxTensor> pinned() {
        return pinned == null ? Map.of() : Map.of(pinnedName, pinned);
    }

    /** The values of the pinned output after a call; null if it is not this one. */
    FloatBuffer pinnedValues(String name) {
        return name.equals(pinnedName) ? pinnedValues : null;
    }

    @Override
    public void close() {
        input.close();
        if (pinned != null) {
            pinned.close();
        }
    }
}
