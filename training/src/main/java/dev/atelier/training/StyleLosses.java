package dev.atelier.training;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How far painted pictures are from their contents and styles, as relative squared errors, 0 being the same, those of
 * styles limited to 1 each. The levels relu1_1, relu2_1, relu3_1 count the same.
 *
 * <p>All of it depends on the features only through a few statistics of each channel. So gradients go through those alone
 * to the features, as one product of matrices a level, which costs a tenth of what automatic differentiation would.
 *
 * @param content of relu3_1, each channel instance-normalised, against the content's
 * @param style of each level's channel means and deviations against the style's
 * @param gram of each level's Gram matrix against the style's
 * @param gradients of {@code content + styleWeight * style + gramWeight * gram} with respect to each level, of the
 *     level's shape and type
 */
@SuppressWarnings("try") // guards work by being open
record StyleLosses(double content, double style, double gram, List<Tensor> gradients) {
    private static final double EPSILON = 1e-5;

    /**
     * The mean over n pictures.
     *
     * @param painted levels of the painted pictures, [n, channels, h, w] each
     * @param content relu3_1 of the contents
     * @param target statistics of the styles
     */
    static StyleLosses of(
            List<Tensor> painted, Tensor content, StyleStatistics target, double styleWeight, double gramWeight) {
        List<Level> levels = new ArrayList<>();
        try (NoGradGuard guard = new NoGradGuard()) {
            for (Tensor level : painted) {
                levels.add(Level.of(level.detach()));
            }
        }
        Level last = levels.get(levels.size() - 1);
        Resemblance resemblance = Resemblance.of(last.flat, Ops.flat(content));
        Tensor style = Ops.tensor(new float[1], 1);
        Tensor gram = Ops.tensor(new float[1], 1);
        double share = 1.0 / painted.size();
        for (int i = 0; i < levels.size(); i++) {
            StyleStatistics.Level actual = levels.get(i).statistics;
            StyleStatistics.Level wanted = target.levels().get(i + 1);
            style = style.add(limited(actual.mean(), wanted.mean()).mul(Ops.scalar(share / 2)));
            style = style.add(limited(actual.deviation(), wanted.deviation()).mul(Ops.scalar(share / 2)));
            gram = gram.add(limited(actual.gram(), wanted.gram()).mul(Ops.scalar(share)));
        }
        // never limited: content that is given up must go on pulling, and be told
        Tensor alike = resemblance.error().mean();
        alike.add(style.mul(Ops.scalar(styleWeight)))
                .add(gram.mul(Ops.scalar(gramWeight)))
                .backward();
        List<Tensor> gradients = new ArrayList<>();
        try (NoGradGuard guard = new NoGradGuard()) {
            for (int i = 0; i < levels.size(); i++) {
                Level level = levels.get(i);
                Tensor gradient = level.gradient();
                if (i == levels.size() - 1) {
                    gradient = gradient.add(resemblance.gradient());
                }
                gradients.add(unflat(gradient, painted.get(i)));
            }
        }
        return new StyleLosses(alike.item_double(), style.item_double(), gram.item_double(), gradients);
    }

    private static Tensor unflat(Tensor flat, Tensor like) {
        return flat.reshape(like.size(0), like.size(2), like.size(3), like.size(1))
                .permute(0, 3, 1, 2)
                .to(like.scalar_type());
    }

    /** A level's features and the leaves that its losses are computed from. */
    private record Level(Tensor flat, StyleStatistics.Level statistics) {
        static Level of(Tensor features) {
            Tensor flat = Ops.flat(features);
            Tensor gram = flat.transpose(1, 2).matmul(flat).to(torch.ScalarType.Float);
            gram = gram.div(Ops.scalar((double) flat.size(1)));
            Tensor mean = Ops.mean(flat.to(torch.ScalarType.Float), false, 1);
            gram.set_requires_grad(true);
            mean.set_requires_grad(true);
            return new Level(flat, new StyleStatistics.Level(mean, gram));
        }

        Tensor gradient() {
            Tensor ofGram = statistics.gram().grad();
            Tensor both = ofGram.add(ofGram.transpose(1, 2)).to(flat.scalar_type());
            Tensor ofMean = statistics.mean().grad().unsqueeze(1).to(flat.scalar_type());
            return flat.matmul(both).add(ofMean).div(Ops.scalar((double) flat.size(1)));
        }
    }

    /**
     * The error between two features whose channels are instance-normalised, from their means, powers and products.
     *
     * @param a [n, positions, channels]
     */
    private record Resemblance(Tensor a, Tensor b, Tensor mean, Tensor power, Tensor product) {
        static Resemblance of(Tensor painted, Tensor content) {
            try (NoGradGuard guard = new NoGradGuard()) {
                Tensor a = painted.to(torch.ScalarType.Float);
                Tensor b = content.to(torch.ScalarType.Float);
                return new Resemblance(
                        a,
                        b,
                        leaf(Ops.mean(a, false, 1)),
                        leaf(Ops.mean(a.square(), false, 1)),
                        leaf(Ops.mean(a.mul(b), false, 1)));
            }
        }

        private static Tensor leaf(Tensor tensor) {
            tensor.set_requires_grad(true);
            return tensor;
        }

        /** For each of n. */
        Tensor error() {
            Tensor otherMean = Ops.mean(b, false, 1);
            Tensor otherVariance = Ops.mean(b.square(), false, 1).sub(otherMean.square());
            Tensor variance = power.sub(mean.square());
            Tensor own = variance.div(variance.add(Ops.scalar(EPSILON)));
            Tensor other = otherVariance.div(otherVariance.add(Ops.scalar(EPSILON)));
            Tensor scales = variance.add(Ops.scalar(EPSILON))
                    .mul(otherVariance.add(Ops.scalar(EPSILON)))
                    .sqrt();
            Tensor alike = product.sub(mean.mul(otherMean)).div(scales);
            Tensor squares = own.add(other).sub(alike.mul(Ops.scalar(2)));
            return Ops.sum(squares, false, 1).div(Ops.sum(other, false, 1));
        }

        Tensor gradient() {
            return a.mul(power.grad().mul(Ops.scalar(2)).unsqueeze(1))
                    .add(b.mul(product.grad().unsqueeze(1)))
                    .add(mean.grad().unsqueeze(1))
                    .div(Ops.scalar((double) a.size(1)));
        }
    }

    private static Tensor limited(Tensor actual, Tensor wanted) {
        return limit(relative(actual, wanted));
    }

    /**
     * The mean of n errors. Errors above 1 pull as errors of 1 do, so that a few pale styles, whose statistics are
     * small, do not drown the others.
     */
    private static Tensor limit(Tensor relative) {
        return relative.div(relative.detach().clamp_min(Ops.scalar(1))).mean();
    }

    /** The squared error relative to what was wanted, for each of n, [n]. */
    static Tensor relative(Tensor actual, Tensor wanted) {
        long n = wanted.size(0);
        Tensor error = Ops.sum(actual.sub(wanted).square().reshape(n, -1), false, 1);
        Tensor power = Ops.sum(wanted.square().reshape(n, -1), false, 1).add(Ops.scalar(1e-12));
        return error.div(power);
    }
}
