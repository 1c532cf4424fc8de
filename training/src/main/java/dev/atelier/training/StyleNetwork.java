package dev.atelier.training;

import dev.atelier.core.scoring.Tensor;
import java.util.Map;
import java.util.random.RandomGenerator;

/** An any-style network: the parameters of {@link StyleCode} and {@link PaintNetwork} together. */
final class StyleNetwork {
    private final NetworkShape shape;
    private final Weights weights;
    private final StyleCode code;
    private final PaintNetwork painter;

    StyleNetwork(NetworkShape shape, Weights weights) {
        this.shape = shape;
        this.weights = weights;
        code = new StyleCode(shape, weights);
        painter = new PaintNetwork(shape, weights);
    }

    /** A new network with random parameters. */
    static StyleNetwork create(NetworkShape shape, RandomGenerator random, StyleStatistics sample) {
        Weights weights = new Weights();
        PaintNetwork.initialise(shape, weights, random);
        StyleCode.initialise(shape, weights, random, sample);
        return new StyleNetwork(shape, weights);
    }

    static StyleNetwork of(NetworkShape shape, Map<String, Tensor> values) {
        return new StyleNetwork(shape, Weights.of(values));
    }

    NetworkShape shape() {
        return shape;
    }

    Weights weights() {
        return weights;
    }

    PaintNetwork painter() {
        return painter;
    }

    Style style(StyleStatistics statistics) {
        return code.style(statistics);
    }

    org.bytedeco.pytorch.Tensor paint(org.bytedeco.pytorch.Tensor frames, Style style) {
        return painter.paint(frames, style);
    }
}
