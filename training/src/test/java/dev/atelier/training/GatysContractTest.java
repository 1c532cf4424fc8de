package dev.atelier.training;

import dev.atelier.core.scoring.Scorer;
import dev.atelier.testkit.ScorerContract;
import java.util.SplittableRandom;

class GatysContractTest extends ScorerContract {
    private static final VggFeatures VGG = VggFeatures.random(new SplittableRandom(7), false);

    @Override
    protected Scorer open() {
        var style = Pictures.tensor(new GeneratedPictures(1, 32, 2).get(0));
        return new GatysScorer(new GatysTransfer(VGG, style, new GatysTransfer.Options(2, 1e8)));
    }
}
