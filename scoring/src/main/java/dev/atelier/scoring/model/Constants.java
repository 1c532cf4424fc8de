package dev.atelier.scoring.model;

import dev.atelier.core.scoring.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code constants}: for each input's name a number, which fills its whole shape, or a list of as many numbers as
 * the shape has.
 */
record Constants(Settings settings) {
    private static final long MAXIMUM_ELEMENTS = 1 << 20;

    Map<String, Tensor> read(GraphFacts facts) {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        Object raw = settings.raw(Settings.CONSTANTS).orElse(Map.of());
        if (!(raw instanceof Map<?, ?> values)) {
            settings.problem("constants: expected the inputs' names with their values");
            return constants;
        }
        values.forEach((key, value) -> {
            String name = key.toString();
            Port port = facts.inputs().get(name);
            if (port == null || !port.isTensor()) {
                settings.problem("constants." + name + ": " + facts.name() + " has no such input, only "
                        + String.join(", ", facts.inputs().keySet()));
                return;
            }
            Tensor tensor = tensor(name, port, value);
            if (tensor != null) {
                constants.put(name, tensor);
                settings.settle("constants." + name, java.util.Optional.of(value.toString()), () -> "");
            }
        });
        return constants;
    }

    private Tensor tensor(String name, Port port, Object value) {
        long[] shape = port.shape().clone();
        long size = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Math.max(1, shape[i]);
            size = size > MAXIMUM_ELEMENTS ? size : size * shape[i];
        }
        List<?> list = value instanceof List<?> many ? many : List.of(value);
        boolean open = shape.length == 1 && port.shape()[0] < 0;
        if (open && list.size() > 1) {
            shape[0] = list.size();
            size = list.size();
        }
        if (size > MAXIMUM_ELEMENTS || (list.size() != 1 && list.size() != size)) {
            settings.problem("constants." + name + ": " + list.size() + " numbers, where " + port.describe()
                    + " takes one for all or " + size);
            return null;
        }
        float[] values = new float[(int) size];
        for (int i = 0; i < values.length; i++) {
            Object element = list.get(list.size() == 1 ? 0 : i);
            double number = element instanceof Boolean truth ? (truth ? 1 : 0) : Settings.asNumber(element);
            if (Double.isNaN(number)) {
                settings.problem("constants." + name + ": expected numbers, found " + element);
                return null;
            }
            values[i] = (float) number;
        }
        return new Tensor(shape, values);
    }
}
