package dev.atelier.training;

import dev.atelier.core.scoring.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.global.torch;

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
     * What it sees in n pictures: {@link StyleCode#moments} of what the encoder takes their features for. The encoder is
     * not trained by what comes of it: it would learn the paintings by heart.
     *
     * @param pictures [n, 3, h, w], RGB 0..1, h and w multiples of 4
     */
    org.bytedeco.pytorch.Tensor moments(org.bytedeco.pytorch.Tensor pictures) {
        return moments(pictures, torch.ScalarType.Float);
    }

    /** @param type to compute features in */
    org.bytedeco.pytorch.Tensor moments(org.bytedeco.pytorch.Tensor pictures, torch.ScalarType type) {
        return moments(pictures, encoder.levels(pictures, type)).detach();
    }

    /** @param levels features of the pictures, divided by {@link StyleCode#unit} */
    org.bytedeco.pytorch.Tensor moments(
            org.bytedeco.pytorch.Tensor pictures, List<org.bytedeco.pytorch.Tensor> levels) {
        List<org.bytedeco.pytorch.Tensor> features = new ArrayList<>();
        for (org.bytedeco.pytorch.Tensor level : levels) {
            features.add(level.mul(code.unit(features.size() + 1)));
        }
        return code.moments(StyleStatistics.of(pictures, features));
    }

    /**
     * The style of each of n pictures.
     *
     * @param moments of the pictures
     */
    Style style(org.bytedeco.pytorch.Tensor moments) {
        return code.style(code.measured(moments));
    }

    org.bytedeco.pytorch.Tensor paint(org.bytedeco.pytorch.Tensor frames, Style style) {
        return painter.paint(frames, style);
    }
}
