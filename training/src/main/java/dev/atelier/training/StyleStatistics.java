package dev.atelier.training;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Channel statistics of n pictures: of the colours around middle grey, then of each level of VGG-19's features.
 *
 * @param levels the colours first, then relu1_1, relu2_1, relu3_1
 */
record StyleStatistics(List<Level> levels) {
    /**
     * One level.
     *
     * @param mean [n, channels]
     * @param gram [n, channels, channels], divided by the number of positions
     */
    record Level(Tensor mean, Tensor gram) {
        /** Of features [n, channels, h, w]. */
        static Level of(Tensor features) {
            Tensor flat = Ops.flat(features).to(torch.ScalarType.Float);
            Tensor gram = flat.transpose(1, 2).matmul(flat).div(Ops.scalar((double) flat.size(1)));
            return new Level(Ops.mean(flat, false, 1), gram);
        }

        /** The standard deviation of each channel, [n, channels]. */
        Tensor deviation() {
            return gram.diagonal(0, 1, 2)
                    .sub(mean.square())
                    .relu()
                    .add(Ops.scalar(1e-5))
                    .sqrt();
        }
    }

    /**
     * @param pictures [n, 3, h, w], RGB 0..1
     * @param features relu1_1, relu2_1, relu3_1 of them
     */
    static StyleStatistics of(Tensor pictures, List<Tensor> features) {
        List<Level> levels = new ArrayList<>();
        levels.add(Level.of(pictures.sub(Ops.scalar(0.5))));
        features.forEach(level -> levels.add(Level.of(level)));
        return new StyleStatistics(levels);
    }

    /** Of two pictures that are middle grey and have no features. */
    static StyleStatistics blank() {
        List<Level> levels = new ArrayList<>();
        for (int channels : StyleCode.CHANNELS) {
            levels.add(new Level(
                    Ops.tensor(new float[2 * channels], 2, channels),
                    Ops.tensor(new float[2 * channels * channels], 2, channels, channels)));
        }
        return new StyleStatistics(levels);
    }

    /** Several pictures' statistics as those of a batch. */
    static StyleStatistics batch(List<StyleStatistics> parts) {
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < parts.get(0).levels.size(); i++) {
            int level = i;
            levels.add(new Level(
                    Ops.join(parts.stream().map(p -> p.levels.get(level).mean).toList(), 0),
                    Ops.join(parts.stream().map(p -> p.levels.get(level).gram).toList(), 0)));
        }
        return new StyleStatistics(levels);
    }

    /**
     * What these pictures' and others' would be together.
     *
     * @param share of the others, 0 to 1
     */
    StyleStatistics mixed(StyleStatistics other, double share) {
        List<Level> mixed = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            Level a = levels.get(i);
            Level b = other.levels.get(i);
            mixed.add(new Level(mixed(a.mean, b.mean, share), mixed(a.gram, b.gram, share)));
        }
        return new StyleStatistics(mixed);
    }

    private static Tensor mixed(Tensor a, Tensor b, double share) {
        return a.mul(Ops.scalar(1 - share)).add(b.mul(Ops.scalar(share)));
    }

    /** A copy that outlives the scope that made it. */
    StyleStatistics keep() {
        return new StyleStatistics(levels.stream()
                .map(level -> new Level(Ops.keep(level.mean), Ops.keep(level.gram)))
                .toList());
    }
}
