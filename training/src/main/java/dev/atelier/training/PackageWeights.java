package dev.atelier.training;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.scoring.Tensor;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The weights of an any-style network out of the package that {@link StyleNetworkExport} made of it, in its precision. */
public final class PackageWeights {
    private PackageWeights() {}

    /**
     * @param graphs the files of the package
     * @throws InvalidRequestException if they are not those of such a package
     */
    public static Map<String, Tensor> of(List<byte[]> graphs) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (byte[] graph : graphs) {
            read(graph, weights);
        }
        weights.keySet().removeIf(name -> name.endsWith(OnnxGraph.LARGEST));
        NetworkShape.of(weights);
        return weights;
    }

    static String text(float[] values) {
        return Arrays.toString(values);
    }

    private static void read(byte[] graph, Map<String, Tensor> weights) {
        ModelProto model;
        try {
            model = ModelProto.parseFrom(graph);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidRequestException("not an ONNX model, or a damaged one; export the package again", e);
        }
        Map<String, TensorProto> constants = model.getGraph().getInitializerList().stream()
                .collect(Collectors.toMap(TensorProto::getName, tensor -> tensor, (first, second) -> first));
        constants.forEach((name, tensor) -> {
            if (name.contains(".") && !tensor.getRawData().isEmpty()) {
                weights.put(name, weight(name, tensor, constants));
            }
        });
        for (StringStringEntryProto note : model.getMetadataPropsList()) {
            if (note.getKey().equals(StyleExport.POWER)) {
                float[] power = numbers(note.getValue());
                weights.put(StyleExport.POWER, new Tensor(new long[] {power.length}, power));
            }
        }
    }

    private static Tensor weight(String name, TensorProto tensor, Map<String, TensorProto> constants) {
        try {
            return new Tensor(shape(name, tensor), values(tensor, constants));
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new InvalidRequestException(name + ": its values do not fill its shape; export the package again", e);
        }
    }

    private static float[] numbers(String text) {
        String[] parts = text.replaceAll("[\\[\\] ]", "").split(",", -1);
        float[] numbers = new float[parts.length];
        try {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Float.parseFloat(parts[i]);
            }
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(
                    StyleExport.POWER + ": expected numbers, found " + text + "; export the package again", e);
        }
        return numbers;
    }

    /** Graphs have columns for lines of values, and convolutions for matrices of mixtures. */
    private static long[] shape(String name, TensorProto tensor) {
        long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        boolean isLine = name.endsWith(".bias") || name.equals("code.mean") || name.equals("code.spread");
        if (isLine && shape.length == 2) {
            return new long[] {shape[0]};
        }
        return name.startsWith("code.mix") ? Arrays.copyOf(shape, 2) : shape;
    }

    private static float[] values(TensorProto tensor, Map<String, TensorProto> constants) {
        ByteBuffer bytes = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (tensor.getDataType() != TensorProto.DataType.FLOAT16.getNumber()) {
            float[] values = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return values;
        }
        TensorProto largest = constants.get(tensor.getName() + OnnxGraph.LARGEST);
        float scale = largest == null
                ? 1
                : largest.getRawData()
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getFloat();
        float[] values = new float[bytes.remaining() / Short.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * HalfFloat.toFloat(bytes.getShort());
        }
        return values;
    }
}
