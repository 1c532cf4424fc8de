package dev.atelier.training;

import dev.atelier.core.scoring.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam (Kingma and Ba, 2015) with the gradient limited to a norm, and a running average of the weights, which is what
 * is exported. Its whole state can be saved, so that a resumed run goes on as if never stopped.
 */
@SuppressWarnings("try") // scopes and guards work by being open
final class Adam {
    private static final double FIRST = 0.9;
    private static final double SECOND = 0.99;
    private static final double EPSILON = 1e-8;
    private static final double AVERAGE = 0.998;
    private static final double LARGEST_NORM = 5;
    /**
     * Steps are of one size whatever a weight's own, and an output is the sum of all its inputs: with more inputs than
     * these, full steps would throw it about, and the network would learn to do without.
     */
    private static final double INPUTS_AT_FULL_RATE = 75;

    private final Weights weights;
    private final Map<String, org.bytedeco.pytorch.Tensor> first = new LinkedHashMap<>();
    private final Map<String, org.bytedeco.pytorch.Tensor> second = new LinkedHashMap<>();
    private final Map<String, org.bytedeco.pytorch.Tensor> average = new LinkedHashMap<>();
    private int step;

    Adam(Weights weights) {
        this.weights = weights;
        for (String name : weights.names()) {
            first.put(name, Ops.keep(torch.zeros_like(weights.get(name))));
            second.put(name, Ops.keep(torch.zeros_like(weights.get(name))));
            average.put(name, Ops.keep(weights.get(name)));
        }
    }

    /** Steps taken so far. */
    int step() {
        return step;
    }

    /** Moves the weights against their gradients and clears these. */
    void step(double rate) {
        step++;
        try (NoGradGuard guard = new NoGradGuard()) {
            double norm = norm();
            double limit = norm > LARGEST_NORM ? LARGEST_NORM / norm : 1;
            double size = rate * Math.sqrt(1 - Math.pow(SECOND, step)) / (1 - Math.pow(FIRST, step));
            double keep = Math.min(AVERAGE, (1.0 + step) / (10.0 + step));
            for (String name : weights.names()) {
                org.bytedeco.pytorch.Tensor weight = weights.get(name);
                org.bytedeco.pytorch.Tensor gradient = weight.grad();
                if (gradient.defined() && Double.isFinite(norm)) {
                    gradient = gradient.mul(Ops.scalar(limit));
                    first.get(name).mul_(Ops.scalar(FIRST)).add_(gradient, Ops.scalar(1 - FIRST));
                    second.get(name).mul_(Ops.scalar(SECOND)).addcmul_(gradient, gradient, Ops.scalar(1 - SECOND));
                    weight.addcdiv_(
                            first.get(name),
                            second.get(name).sqrt().add(Ops.scalar(EPSILON)),
                            Ops.scalar(-size * Math.min(1, INPUTS_AT_FULL_RATE / inputs(name))));
                }
                average.get(name).mul_(Ops.scalar(keep)).add_(weight, Ops.scalar(1 - keep));
            }
        }
        clear();
    }

    /** How many inputs of a layer each of its outputs is a sum of; 1 for what is no layer's. */
    private double inputs(String name) {
        org.bytedeco.pytorch.Tensor weight = weights.get(name.replaceFirst("^experts\\.", "mean."));
        if (weight.dim() < 2) {
            return 1;
        }
        // a tuned style's parts are those of a batch of one
        long outputs = weight.size(0) * (name.startsWith(SingleStyleTuning.TUNED) ? weight.size(1) : 1);
        return (double) weight.numel() / outputs;
    }

    private double norm() {
        double squares = 0;
        for (String name : weights.names()) {
            org.bytedeco.pytorch.Tensor gradient = weights.get(name).grad();
            if (gradient.defined()) {
                squares += gradient.square().sum().item_double();
            }
        }
        return Math.sqrt(squares);
    }

    private void clear() {
        for (String name : weights.names()) {
            org.bytedeco.pytorch.Tensor gradient = weights.get(name).mutable_grad();
            if (gradient.defined()) {
                gradient.detach().zero_();
            }
        }
    }

    /** The running average of the weights. */
    Map<String, Tensor> average() {
        return values(average);
    }

    /** Everything that {@link #restore} needs, the weights included. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        weights.values().forEach((name, value) -> state.put("weights/" + name, value));
        values(first).forEach((name, value) -> state.put("first/" + name, value));
        values(second).forEach((name, value) -> state.put("second/" + name, value));
        values(average).forEach((name, value) -> state.put("average/" + name, value));
        state.put("step", new Tensor(new long[] {1}, new float[] {step}));
        return state;
    }

    /** Weights and optimiser as they were when the state was taken. */
    static Adam restore(Weights weights, Map<String, Tensor> state) {
        Adam adam = new Adam(weights);
        try (NoGradGuard guard = new NoGradGuard()) {
            for (String name : weights.names()) {
                copy(state, "weights/" + name, weights.get(name));
                copy(state, "first/" + name, adam.first.get(name));
                copy(state, "second/" + name, adam.second.get(name));
                copy(state, "average/" + name, adam.average.get(name));
            }
        }
        adam.step = (int) state.get("step").values()[0];
        return adam;
    }

    private static void copy(Map<String, Tensor> state, String name, org.bytedeco.pytorch.Tensor target) {
        Tensor value = state.get(name);
        if (value == null || value.values().length != target.numel()) {
            throw new dev.atelier.core.failure.InvalidRequestException("checkpoint: expected " + target.numel()
                    + " values of " + name + ", found " + (value == null ? 0 : value.values().length)
                    + "; resume with the network's shape that the run began with");
        }
        target.copy_(Ops.tensor(value.values(), value.shape()));
    }

    private static Map<String, Tensor> values(Map<String, org.bytedeco.pytorch.Tensor> tensors) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> values.put(name, new Tensor(tensor.shape(), Ops.values(tensor))));
        return values;
    }
}
