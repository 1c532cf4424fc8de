package dev.atelier.scoring.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** A tensor in memory outside the heap, that rows of floats are put into as its element type has them. */
record TensorSink(OnnxTensor tensor, Rows rows) implements AutoCloseable {
    /** Puts floats from an index on. */
    interface Rows {
        void put(int at, float[] row, int count);
    }

    static boolean supports(OnnxJavaType type) {
        return switch (type) {
            case FLOAT, FLOAT16, UINT8, INT8 -> true;
            default -> false;
        };
    }

    static TensorSink allocate(OrtEnvironment environment, OnnxJavaType type, long[] shape) throws OrtException {
        int elements = elements(shape);
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(elements, type.size))
                .order(ByteOrder.nativeOrder());
        switch (type) {
            case FLOAT -> {
                FloatBuffer floats = bytes.asFloatBuffer();
                return new TensorSink(
                        OnnxTensor.createTensor(environment, floats, shape),
                        (at, row, count) -> floats.put(at, row, 0, count));
            }
            case FLOAT16 -> {
                ShortBuffer halves = bytes.asShortBuffer();
                return new TensorSink(OnnxTensor.createTensor(environment, halves, shape, type), (at, row, count) -> {
                    for (int i = 0; i < count; i++) {
                        halves.put(at + i, Fp16Conversions.floatToFp16(row[i]));
                    }
                });
            }
            case UINT8, INT8 -> {
                int low = type == OnnxJavaType.UINT8 ? 0 : -128;
                return new TensorSink(OnnxTensor.createTensor(environment, bytes, shape, type), (at, row, count) -> {
                    for (int i = 0; i < count; i++) {
                        int value = (int) Math.floor(row[i] + 0.5f);
                        bytes.put(at + i, (byte) Math.max(low, Math.min(low + 255, value)));
                    }
                });
            }
            default -> throw new IllegalArgumentException("no picture fits into " + type);
        }
    }

    /** The number of elements of a shape; one too large for a buffer throws {@link ArithmeticException}. */
    static int elements(long[] shape) {
        long elements = 1;
        for (long size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        return Math.toIntExact(elements);
    }

    @Override
    public void close() {
        tensor.close();
    }
}
