package dev.atelier.training;

import dev.atelier.core.scoring.Tensor;
import java.util.Map;
import java.util.random.RandomGenerator;

/** An any-style network: the parameters of {@link StyleEncoder}, {@link StyleCode} and {@link PaintNetwork} together. */
final class StyleNetwork {
    private final NetworkShape shape;
    private final Weights weights;
    private final StyleEncoder encoder;
    private final StyleCode code;
    private final PaintNetwork painter;

    StyleNetwork(NetworkShape shape, Weights weights) {
        this.shape = shape;
        this.weights = weights;
        encoder = new StyleEncoder(weights);
        code = new StyleCode(shape, weights);
        painter = new PaintNetwork(shape, weights);
    }

    /** A new network with random parameters. */
    static StyleNetwork create(NetworkShape shape, RandomGenerator random, StyleStatistics sample) {
        Weights weights = new Weights();
        PaintNetwork.initialise(shape, weights, random);
        StyleCode.initialise(shape, weights, random, sample);
        StyleEncoder.initialise(weights, random);
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

    StyleEncoder encoder() {
        return encoder;
    }

    StyleCode code() {
        return code;
    }

    /**
     * The style of each of n pictures. The encoder is not trained by what comes of it: it would learn the paintings by heart.
     *
     * @param seen the {@link StyleEncoder#moments} of the pictures
     */
    Style style(org.bytedeco.pytorch.Tensor seen) {
        return code.style(encoder.statistics(seen).detach());
    }

    org.bytedeco.pytorch.Tensor paint(org.bytedeco.pytorch.Tensor frames, Style style) {
        return painter.paint(frames, style);
    }
}
