package dev.atelier.training;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.scoring.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The named parameters of a network, float32, kept outside of any pointer scope. */
final class Weights {
    private final Map<String, org.bytedeco.pytorch.Tensor> tensors = new LinkedHashMap<>();

    /** Adds a parameter of normally distributed values. */
    void normal(RandomGenerator random, double deviation, String name, long... shape) {
        put(name, Ops.normal(random, deviation, size(shape)), shape);
    }

    void zeros(String name, long... shape) {
        put(name, new float[size(shape)], shape);
    }

    void put(String name, float[] values, long... shape) {
        org.bytedeco.pytorch.Tensor tensor = Ops.keep(Ops.tensor(values, shape));
        tensor.set_requires_grad(true);
        tensors.put(name, tensor);
    }

    org.bytedeco.pytorch.Tensor get(String name) {
        org.bytedeco.pytorch.Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter " + name + "; there are " + tensors.keySet());
        }
        return tensor;
    }

    Set<String> names() {
        return tensors.keySet();
    }

    /** The values as they are now. */
    Map<String, Tensor> values() {
        Map<String, Tensor> values = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> values.put(name, new Tensor(tensor.shape(), Ops.values(tensor))));
        return values;
    }

    /**
     * Takes other values for all parameters.
     *
     * @throws InvalidRequestException if they are not those of a network of the same shape
     */
    void replace(Map<String, Tensor> values) {
        for (String name : names()) {
            Tensor value = values.get(name);
            if (value == null || !Arrays.equals(value.shape(), get(name).shape())) {
                throw new InvalidRequestException("weights: expected " + name + " of shape "
                        + Arrays.toString(get(name).shape()) + ", found "
                        + (value == null ? "none" : Arrays.toString(value.shape()))
                        + "; give weights that a network of this shape was trained to");
            }
        }
        names().forEach(name -> get(name)
                .set_data(Ops.keep(
                        Ops.tensor(values.get(name).values(), values.get(name).shape()))));
    }

    /** The parameters whose names begin with a prefix: the very same, so that what is done to them is done to these. */
    Weights part(String prefix) {
        Weights part = new Weights();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                part.tensors.put(name, tensor);
            }
        });
        return part;
    }

    /** The same parameters with other values. */
    static Weights of(Map<String, Tensor> values) {
        Weights weights = new Weights();
        values.forEach((name, tensor) -> weights.put(name, tensor.values(), tensor.shape()));
        return weights;
    }

    private static int size(long... shape) {
        long size = 1;
        for (long dimension : shape) {
            size *= dimension;
        }
        return Math.toIntExact(size);
    }
}
