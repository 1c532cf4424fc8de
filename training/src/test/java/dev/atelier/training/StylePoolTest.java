package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // scopes work by being open
class StylePoolTest {
    private static final int PAINTINGS = 4;

    private final StylePool pool = pool(1);

    private static StylePool pool(long seed) {
        return new StylePool(
                new GeneratedPictures(PAINTINGS, 256, 1), new GeneratedPictures(3, 128, 2), null, null, seed, 256);
    }

    @Test
    void paintingsComeFirstAndWhole() {
        try (PointerScope scope = new PointerScope()) {
            for (int i = 0; i < PAINTINGS; i++) {
                assertThat(pool.picture(i).sizes().vec().get()).containsExactly(1, 3, 256, 256);
            }
        }
    }

    /** Training goes on as if it had never been stopped only if a style is the same whenever it is made. */
    @Test
    void aStyleIsTheSameWheneverItIsMade() {
        try (PointerScope scope = new PointerScope()) {
            for (int i = PAINTINGS; i < 40; i++) {
                assertThat(Ops.values(pool.picture(i))).isEqualTo(Ops.values(pool(1).picture(i)));
            }
            assertThat(Ops.values(pool.picture(20))).isNotEqualTo(Ops.values(pool(2).picture(20)));
        }
    }

    @Test
    void stylesWithoutEndDiffer() {
        var seen = new HashSet<Integer>();
        try (PointerScope scope = new PointerScope()) {
            for (int i = 0; i < 60; i++) {
                Tensor picture = pool.picture(i);
                // resizing overshoots a little
                assertThat(picture.min().item_double()).isBetween(-0.1, 1.1);
                assertThat(picture.max().item_double()).isBetween(-0.1, 1.1);
                assertThat(picture.size(2)).isEqualTo(picture.size(3)).isBetween(64L, 256L);
                seen.add(Arrays.hashCode(Ops.values(picture)));
            }
        }
        // of so few small pictures two parts may be the same
        assertThat(seen).hasSizeGreaterThan(55);
    }

    @Test
    void borrowedColoursAreThoseOfTheOther() {
        try (PointerScope scope = new PointerScope()) {
            Tensor picture =
                    Pictures.tensor(new GeneratedPictures(1, 64, 2).get(0)).mul(Ops.scalar(0.2));
            Tensor other = Pictures.tensor(new GeneratedPictures(2, 64, 1).get(1))
                    .mul(Ops.scalar(0.3))
                    .add(Ops.scalar(0.3));
            Tensor borrowed = StylePool.borrowed(picture, other);

            assertThat(borrowed.sizes().vec().get())
                    .isEqualTo(picture.sizes().vec().get());
            for (int channel = 0; channel < 3; channel++) {
                assertThat(borrowed.narrow(1, channel, 1).mean().item_double())
                        .isEqualTo(other.narrow(1, channel, 1).mean().item_double(), within(0.03));
            }
        }
    }

    @Test
    void strokesKeepTheSizeAndCoverThePicture() {
        var photograph = new GeneratedPictures(1, 96, 2).get(0);
        var painted = BrushStrokes.paint(photograph, new SplittableRandom(7));
        var again = BrushStrokes.paint(photograph, new SplittableRandom(7));
        var another = BrushStrokes.paint(photograph, new SplittableRandom(8));

        assertThat(painted.getWidth()).isEqualTo(96);
        assertThat(painted.getHeight()).isEqualTo(96);
        int same = 0;
        for (int i = 0; i < 96; i++) {
            assertThat(painted.getRGB(i, i)).isEqualTo(again.getRGB(i, i));
            same += painted.getRGB(i, i) == another.getRGB(i, i) ? 1 : 0;
        }
        assertThat(same).isLessThan(48);
    }
}
