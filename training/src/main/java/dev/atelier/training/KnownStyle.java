package dev.atelier.training;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What is known of n style pictures.
 *
 * @param wanted statistics of VGG-19's features, which painted pictures are to have
 * @param seen what the network sees, as {@link StyleNetwork#moments} gives it
 */
record KnownStyle(StyleStatistics wanted, Tensor seen) {
    /** Several pictures' styles as those of a batch. */
    static KnownStyle batch(List<KnownStyle> styles) {
        return new KnownStyle(
                StyleStatistics.batch(styles.stream().map(KnownStyle::wanted).toList()),
                Ops.join(styles.stream().map(KnownStyle::seen).toList(), 0));
    }

    /**
     * What these pictures and others would be side by side.
     *
     * @param share of the others, 0 to 1
     */
    KnownStyle mixed(KnownStyle other, double share) {
        return new KnownStyle(
                wanted.mixed(other.wanted, share),
                seen.mul(Ops.scalar(1 - share)).add(other.seen.mul(Ops.scalar(share))));
    }

    /** A copy that outlives the scope that made it. */
    KnownStyle keep() {
        return new KnownStyle(wanted.keep(), Ops.keep(seen));
    }
}
