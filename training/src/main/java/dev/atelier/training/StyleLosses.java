package dev.atelier.training;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How far a painted picture is from its content and its style, as relative squared errors, 0 being the same, limited to 1
 * each. The levels relu1_1, relu2_1, relu3_1 count the same.
 *
 * @param content of relu3_1, each channel instance-normalised, against the content's
 * @param style of each level's channel means and deviations against the style's
 * @param gram of each level's Gram matrix against the style's
 */
record StyleLosses(Tensor content, Tensor style, Tensor gram) {
    /**
     * The mean over n pictures.
     *
     * @param painted levels of the painted pictures
     * @param content relu3_1 of the contents
     * @param target statistics of the styles
     */
    static StyleLosses of(List<Tensor> painted, Tensor content, StyleStatistics target) {
        Tensor style = Ops.tensor(new float[1], 1);
        Tensor gram = Ops.tensor(new float[1], 1);
        double share = 1.0 / painted.size();
        for (int i = 0; i < painted.size(); i++) {
            StyleStatistics.Level level = StyleStatistics.Level.of(painted.get(i));
            StyleStatistics.Level wanted = target.levels().get(i + 1);
            style = style.add(limited(level.mean(), wanted.mean()).mul(Ops.scalar(share / 2)));
            style = style.add(limited(level.deviation(), wanted.deviation()).mul(Ops.scalar(share / 2)));
            gram = gram.add(limited(level.gram(), wanted.gram()).mul(Ops.scalar(share)));
        }
        Tensor last = painted.get(painted.size() - 1);
        return new StyleLosses(
                limited(
                        Ops.normalise(last.to(torch.ScalarType.Float)),
                        Ops.normalise(content.to(torch.ScalarType.Float))),
                style,
                gram);
    }

    /**
     * The mean of n errors. Errors above 1 pull as errors of 1 do, so that a few pale styles, whose statistics are
     * small, do not drown the others.
     */
    private static Tensor limited(Tensor actual, Tensor wanted) {
        Tensor relative = relative(actual, wanted);
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
