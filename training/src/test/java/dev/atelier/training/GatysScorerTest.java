package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Score;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class GatysScorerTest {
    private final VggFeatures vgg = VggFeatures.random(new SplittableRandom(7), false);
    private final Tensor content = Pictures.tensor(new GeneratedPictures(1, 32, 1).get(0));
    private final Tensor style = Pictures.tensor(new GeneratedPictures(1, 32, 2).get(0));

    private double distance(Tensor picture) {
        StyleStatistics.Level actual =
                StyleStatistics.Level.of(vgg.levels(picture).get(1));
        StyleStatistics.Level wanted =
                StyleStatistics.Level.of(vgg.levels(style).get(1));
        return StyleLosses.relative(actual.gram(), wanted.gram()).item_double();
    }

    @Test
    void optimising_brings_a_picture_much_nearer_to_the_style() {
        GatysTransfer.Options options = new GatysTransfer.Options(30, 1e10);
        try (GatysScorer scorer = new GatysScorer(new GatysTransfer(vgg, style, options))) {
            List<Score> scores = scorer.score(List.of(Pictures.picture(content)));
            Picture painted = ((Score.Image) scores.get(0)).picture();
            assertThat(painted.width()).isEqualTo(32);
            assertThat(distance(Pictures.tensor(painted))).isLessThan(0.5 * distance(content));
        }
    }

    @Test
    void without_any_weight_on_style_a_picture_stays_as_it_is() {
        GatysTransfer.Options options = new GatysTransfer.Options(5, 0);
        try (GatysScorer scorer = new GatysScorer(new GatysTransfer(vgg, style, options))) {
            Picture source = Pictures.picture(content);
            Picture painted = ((Score.Image) scorer.score(List.of(source)).get(0)).picture();
            assertThat(painted.samples()).isEqualTo(source.samples());
        }
    }

    @Test
    void a_frame_is_begun_with_what_was_painted_of_the_one_before_unless_there_is_a_cut() {
        GatysTransfer.Options options = new GatysTransfer.Options(2, 1e10);
        Picture first = Pictures.picture(content.mul(Ops.scalar(0.4)));
        Picture next = Pictures.picture(content.mul(Ops.scalar(0.42)));
        Picture other = Pictures.picture(content.mul(Ops.scalar(-0.4)).add(Ops.scalar(1)));
        try (GatysScorer scorer = new GatysScorer(new GatysTransfer(vgg, style, options))) {
            List<Score> together = scorer.score(List.of(first, next, other));
            assertThat(samples(together.get(0)))
                    .isEqualTo(samples(scorer.score(List.of(first)).get(0)));
            assertThat(samples(together.get(1)))
                    .isNotEqualTo(samples(scorer.score(List.of(next)).get(0)));
            assertThat(samples(together.get(2)))
                    .isEqualTo(samples(scorer.score(List.of(other)).get(0)));
        }
    }

    private static byte[] samples(Score score) {
        return ((Score.Image) score).picture().samples();
    }
}
