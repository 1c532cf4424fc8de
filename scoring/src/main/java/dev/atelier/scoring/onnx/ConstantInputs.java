package dev.atelier.scoring.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.model.Port;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Puts the values of constant inputs where the runtime reads them, once for all calls. */
final class ConstantInputs {
    private ConstantInputs() {}

    /** @throws InvalidRequestException if a value is missing, has no input or does not fit */
    static Map<String, OnnxTensor> tensors(Graph graph, String itemInput, Map<String, Tensor> values) {
        check(graph.name(), graph.inputs(), itemInput, values);
        return remaining(graph, itemInput, values);
    }

    /** Values of those inputs that a graph still has: the others are in it. */
    static Map<String, OnnxTensor> remaining(Graph graph, String itemInput, Map<String, Tensor> values) {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        for (String name : new TreeSet<>(graph.inputs().keySet())) {
            if (!name.equals(itemInput)) {
                tensors.put(name, tensor(graph, graph.inputs().get(name), values.get(name)));
            }
        }
        return tensors;
    }

    /** @throws InvalidRequestException if a value is missing, has no input or does not fit */
    static void check(String graph, Map<String, Port> inputs, String itemInput, Map<String, Tensor> values) {
        List<String> problems = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(inputs.keySet());
        names.remove(itemInput);
        for (String name : names) {
            Tensor value = values.get(name);
            Port port = inputs.get(name);
            if (value == null) {
                problems.add(graph + ": input " + name + " has no value; prepare a style, or write constants." + name);
            } else if (!port.isTensor() || !port.accepts(value.shape())) {
                problems.add(graph + ": input " + name + " is " + port.describe() + " and cannot take "
                        + Arrays.toString(value.shape()) + "; prepare the style with this model");
            }
        }
        values.keySet().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .forEach(name -> problems.add(
                        graph + ": has no constant input " + name + "; prepare the style with this model"));
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
    }

    private static OnnxTensor tensor(Graph graph, Port port, Tensor value) {
        float[] from = value.values();
        ByteBuffer to = ByteBuffer.allocateDirect(Math.max(1, from.length) * port.type().size)
                .order(ByteOrder.nativeOrder());
        for (float number : from) {
            switch (port.type()) {
                case FLOAT -> to.putFloat(number);
                case FLOAT16 -> to.putShort(Fp16Conversions.floatToFp16(number));
                case DOUBLE -> to.putDouble(number);
                case INT64 -> to.putLong((long) number);
                case INT32 -> to.putInt((int) number);
                case INT8, UINT8, BOOL -> to.put((byte) (int) number);
                default ->
                    throw new InvalidRequestException(graph.name() + ": input " + port.name() + " is " + port.describe()
                            + ", of a type that cannot be given; export the model with float inputs");
            }
        }
        to.flip();
        try {
            return OnnxTensor.createTensor(graph.environment(), to, value.shape(), port.type());
        } catch (OrtException e) {
            throw new InvalidRequestException(graph.name() + ": input " + port.name() + " cannot be given", e);
        }
    }
}
