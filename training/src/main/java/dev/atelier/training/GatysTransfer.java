package dev.atelier.training;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Style transfer by optimisation (Gatys et al., 2016): the pixels themselves are moved by L-BFGS until VGG-19's features
 * fit, the content's at the fourth convolution and the Gram matrices of the style's at the first five. A step that does
 * not lessen the loss is taken back and tried again, shorter.
 */
@SuppressWarnings("try") // scopes and guards work by being open
public final class GatysTransfer implements AutoCloseable {
    private static final int CONTENT_LAYER = 3;
    /** The greatest change of a sample in the first step. */
    private static final double FIRST_CHANGE = 0.02;

    private static final double SHORTER = 0.3;
    private static final double SHORTEST = 1e-3;

    private final VggFeatures vgg;
    private final Options options;
    private final List<Tensor> grams;

    /**
     * How to optimise.
     *
     * @param steps evaluations of the losses
     * @param styleWeight of the Gram matrices' error, the content's being 1
     */
    public record Options(int steps, double styleWeight) {
        /** What the reference architecture used. */
        public static final Options REFERENCE = new Options(300, 1e8);

        public Options {
            if (steps < 1 || !(styleWeight >= 0)) {
                throw new IllegalArgumentException(
                        "at least one step and a style weight of 0 or more: " + steps + ", " + styleWeight);
            }
        }
    }

    /** @param style [1, 3, h, w], RGB 0..1 */
    public GatysTransfer(VggFeatures vgg, Tensor style, Options options) {
        this(vgg, grams(vgg, style), options);
    }

    /** @param grams what {@link #grams} said of the style */
    GatysTransfer(VggFeatures vgg, List<Tensor> grams, Options options) {
        this.vgg = vgg;
        this.options = options;
        this.grams = List.copyOf(grams);
    }

    /**
     * What is taken of a style: the Gram matrix of each of the five convolutions, kept until they are closed.
     *
     * @param style [1, 3, h, w], RGB 0..1
     */
    static List<Tensor> grams(VggFeatures vgg, Tensor style) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return features(vgg, style).stream()
                    .map(features -> Ops.keep(gram(features)))
                    .toList();
        }
    }

    /**
     * Paints a picture.
     *
     * @param content [1, 3, h, w], RGB 0..1
     * @param start what to begin with, of the same shape; the content itself, or the picture painted before it
     */
    public Tensor paint(Tensor content, Tensor start) {
        Tensor wanted;
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            wanted = Ops.keep(features(content).get(CONTENT_LAYER));
        }
        LimitedBfgs bfgs = new LimitedBfgs();
        Point best = measure(start, wanted);
        double length = 1;
        for (int i = 1; i < options.steps(); i++) {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor direction = bfgs.direction(best.gradient());
                double size = bfgs.isBlank()
                        ? FIRST_CHANGE / (1e-30 + direction.abs().max().item_double())
                        : 1;
                Tensor step = direction.mul(Ops.scalar(size * length));
                Point next = measure(
                        best.picture().add(step).clamp_min(Ops.scalar(0)).clamp_max(Ops.scalar(1)), wanted);
                if (next.loss() < best.loss()) {
                    bfgs.remember(
                            next.picture().sub(best.picture()), next.gradient().sub(best.gradient()));
                    best.close();
                    best = next;
                    length = 1;
                } else {
                    next.close();
                    length *= SHORTER;
                    if (length < SHORTEST) {
                        bfgs.forget();
                    }
                }
            }
        }
        bfgs.forget();
        wanted.close();
        return best.picture();
    }

    /** A picture with its loss and the gradient there, kept until closed. */
    private record Point(Tensor picture, double loss, Tensor gradient) {
        void close() {
            picture.close();
            gradient.close();
        }
    }

    private Point measure(Tensor picture, Tensor wanted) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode on = new AutoGradMode(true)) {
            Tensor point = Ops.keep(picture);
            point.set_requires_grad(true);
            Tensor loss = loss(point, wanted);
            loss.backward();
            return new Point(Ops.keep(point), loss.item_double(), Ops.keep(point.grad()));
        }
    }

    private Tensor loss(Tensor picture, Tensor wanted) {
        List<Tensor> features = features(picture);
        Tensor loss = features.get(CONTENT_LAYER).sub(wanted).square().mean();
        for (int i = 0; i < features.size(); i++) {
            Tensor error = gram(features.get(i)).sub(grams.get(i)).square().mean();
            loss = loss.add(error.mul(Ops.scalar(options.styleWeight())));
        }
        return loss;
    }

    private List<Tensor> features(Tensor picture) {
        return features(vgg, picture);
    }

    private static List<Tensor> features(VggFeatures vgg, Tensor picture) {
        return vgg.convolutions(picture).stream()
                .map(features -> features.to(torch.ScalarType.Float).mul(Ops.scalar(1 / vgg.scale())))
                .toList();
    }

    /** Divided by the number of features, channels times positions. */
    private static Tensor gram(Tensor features) {
        Tensor flat = features.reshape(features.size(1), -1);
        return flat.matmul(flat.transpose(0, 1)).mul(Ops.scalar(1.0 / flat.numel()));
    }

    @Override
    public void close() {
        grams.forEach(Tensor::close);
    }
}
