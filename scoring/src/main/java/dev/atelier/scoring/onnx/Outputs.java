package dev.atelier.scoring.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.scoring.Tensor;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/** What a run gave for one of its items. */
record Outputs(OrtSession.Result result, Slot slot, int index) {
    /** The shape of an output, with all items of the call. */
    long[] shape(String name) {
        return tensor(name).getInfo().getShape();
    }

    /** All values of an output, those of the other items too; not to be kept beyond the call. */
    FloatBuffer all(String name) {
        FloatBuffer pinned = slot.pinnedValues(name);
        return pinned != null ? pinned : floats(tensor(name));
    }

    /** An output with all items of the call. */
    Tensor whole(String name) {
        FloatBuffer all = all(name);
        float[] values = new float[all.remaining()];
        all.get(all.position(), values);
        return new Tensor(shape(name), values);
    }

    /** The values of an output that belong to this item; its first dimension counts the items. */
    Tensor item(String name) {
        long[] shape = shape(name);
        FloatBuffer all = all(name);
        boolean counted = shape.length > 0 && shape[0] > 0;
        requireItem(name, shape);
        long[] itemShape = counted ? Arrays.copyOfRange(shape, 1, shape.length) : shape;
        float[] values = new float[TensorSink.elements(itemShape)];
        all.get(counted ? index * values.length : 0, values);
        return new Tensor(itemShape, values);
    }

    /** Refuses an output that holds fewer items than the call had. */
    void requireItem(String name, long[] shape) {
        if (index > 0 && (shape.length == 0 || shape[0] <= index)) {
            throw new PoisonItemException("the model's output " + name + " has shape " + Arrays.toString(shape)
                    + ", too few for item " + (index + 1) + " of the call");
        }
    }

    private OnnxTensor tensor(String name) {
        OnnxValue value =
                result.get(name).orElseThrow(() -> new PoisonItemException("the model has no output " + name));
        if (value instanceof OnnxTensor tensor) {
            return tensor;
        }
        throw new PoisonItemException("the model's output " + name + " is no tensor but " + value.getType());
    }

    static FloatBuffer floats(OnnxTensor tensor) {
        return switch (tensor.getInfo().type) {
            case FLOAT, FLOAT16, BFLOAT16 -> tensor.getFloatBuffer();
            case DOUBLE -> {
                DoubleBuffer values = tensor.getDoubleBuffer();
                yield filled(values.remaining(), i -> (float) values.get(i));
            }
            case INT64 -> {
                LongBuffer values = tensor.getLongBuffer();
                yield filled(values.remaining(), values::get);
            }
            case INT32 -> {
                IntBuffer values = tensor.getIntBuffer();
                yield filled(values.remaining(), values::get);
            }
            case INT8 -> {
                ByteBuffer values = tensor.getByteBuffer();
                yield filled(values.remaining(), values::get);
            }
            case UINT8, BOOL -> {
                ByteBuffer values = tensor.getByteBuffer();
                yield filled(values.remaining(), i -> values.get(i) & 0xff);
            }
            default ->
                throw new PoisonItemException(
                        "an output of type " + tensor.getInfo().type + " cannot be read as numbers");
        };
    }

    /** A number for each index. */
    private interface Numbers {
        float at(int index);
    }

    private static FloatBuffer filled(int count, Numbers numbers) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = numbers.at(i);
        }
        return FloatBuffer.wrap(values);
    }
}
