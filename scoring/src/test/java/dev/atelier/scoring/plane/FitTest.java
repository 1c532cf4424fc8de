package dev.atelier.scoring.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FitTest {
    @Test
    void paddingReachesTheNextMultiple() {
        Framing framing = new Fit.Pad(4).framings(13, 8).get(0);
        assertThat(framing.width()).isEqualTo(16);
        assertThat(framing.height()).isEqualTo(8);
        assertThat(framing.keepsSize(13, 8)).isTrue();
    }

    @Test
    void scalingKeepsProportionsAndReachesMultiples() {
        assertThat(new Fit.Scale(512, 8).framings(1024, 640))
                .containsExactly(new Framing(816, 512, 0, 0, 816, 512, Framing.REPEAT_EDGE));
        assertThat(new Fit.Scale(512, 8).framings(100, 130))
                .containsExactly(new Framing(512, 664, 0, 0, 512, 664, Framing.REPEAT_EDGE));
    }

    @Test
    void scalingSqueezesWhatIsVeryLong() {
        assertThat(new Fit.Scale(64, 8).framings(1, 5000))
                .containsExactly(new Framing(64, 256, 0, 0, 64, 256, Framing.REPEAT_EDGE));
    }

    @Test
    void theMiddleKeepsItsSize() {
        assertThat(new Fit.Middle(1024, 8).framings(1279, 45))
                .containsExactly(new Framing(1024, 40, -127, -2, 1279, 45, Framing.REPEAT_EDGE));
        assertThat(new Fit.Middle(1024, 8).framings(5, 9))
                .containsExactly(new Framing(8, 8, 0, 0, 5, 9, Framing.REPEAT_EDGE));
    }

    @Test
    void croppingShowsTheCentreAtTheAskedScale() {
        Framing framing = new Fit.Crop(224, 224, 256).framings(500, 375).get(0);
        assertThat(framing.contentHeight()).isEqualTo(256);
        assertThat(framing.contentWidth()).isEqualTo(341);
        assertThat(framing.left()).isEqualTo(-58);
        assertThat(framing.top()).isEqualTo(-16);
    }

    @Test
    void tilesCoverAnItemAndTheirWeightsAddUpToOneEverywhere() {
        for (int overlap : new int[] {0, 3, 8}) {
            Fit.Tile tile = new Fit.Tile(16, 16, overlap, 0);
            for (int length = 1; length < 200; length++) {
                List<Framing> framings = tile.framings(length, 16);
                TileWeights weights = TileWeights.horizontal(framings, 1);
                float[] sum = new float[length];
                for (Framing framing : framings) {
                    int start = -framing.left();
                    float[] own = weights.of(start);
                    for (int i = 0; i < own.length; i++) {
                        sum[start + i] += own[i];
                    }
                }
                for (float weight : sum) {
                    assertThat(weight).isCloseTo(1, within(1e-5f));
                }
            }
        }
    }

    @Test
    void aTilesOutermostPixelsDoNotCountWhereAnotherCoversThem() {
        List<Framing> framings = new Fit.Tile(64, 64, 32, 0).framings(96, 64);
        TileWeights weights = TileWeights.horizontal(framings, 1);
        assertThat(weights.of(0)[63]).isZero();
        assertThat(weights.of(32)[0]).isZero();
        assertThat(weights.of(0)[0]).isEqualTo(1);
    }
}
