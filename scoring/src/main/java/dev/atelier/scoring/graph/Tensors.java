package dev.atelier.scoring.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.atelier.core.scoring.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Tensors as ONNX holds them. */
public final class Tensors {
    private Tensors() {}

    /** The values of a tensor of 32-bit floats; empty for one of another type. */
    static Optional<float[]> floats(TensorProto tensor) {
        if (tensor.getDataType() != DataType.FLOAT.getNumber()) {
            return Optional.empty();
        }
        long count = 1;
        for (long size : tensor.getDimsList()) {
            count = Math.multiplyExact(count, size);
        }
        float[] values;
        if (tensor.getRawData().isEmpty()) {
            values = new float[tensor.getFloatDataCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.getFloatData(i);
            }
        } else {
            values = new float[tensor.getRawData().size() / Float.BYTES];
            tensor.getRawData()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
        }
        return values.length == count ? Optional.of(values) : Optional.empty();
    }

    static TensorProto floats(float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return raw(DataType.FLOAT.getNumber(), bytes.array(), shape);
    }

    public static TensorProto of(String name, Tensor tensor) {
        return floats(tensor.values(), tensor.shape()).toBuilder().setName(name).build();
    }

    static TensorProto longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return raw(DataType.INT64.getNumber(), bytes.array(), values.length);
    }

    static TensorProto ints(int[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return raw(DataType.INT32.getNumber(), bytes.array(), shape);
    }

    /** @param bytes the values, little-endian */
    public static TensorProto raw(int type, byte[] bytes, long... shape) {
        return TensorProto.newBuilder()
                .setDataType(type)
                .addAllDims(Arrays.stream(shape).boxed().toList())
                .setRawData(ByteString.copyFrom(bytes))
                .build();
    }

    static long[] shape(TensorProto tensor) {
        return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }
}
