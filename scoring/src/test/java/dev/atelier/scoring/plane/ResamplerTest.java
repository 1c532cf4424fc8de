package dev.atelier.scoring.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResamplerTest {
    private static float[] apply(float[] plane, int width, int height, int targetWidth, int targetHeight) {
        return Resampler.of(width, height, targetWidth, targetHeight).apply(plane);
    }

    @Test
    void theSameSizeChangesNothing() {
        float[] plane = {1, 2, 3, 4, 5, 6};
        assertThat(apply(plane, 3, 2, 3, 2)).containsExactly(plane);
    }

    /** Of four pixels made two, the first takes 0.75, 0.75 and 0.25 of the first three, made up to 1. */
    @Test
    void valuesAreThoseOfPillowsFormulaWorkedByHand() {
        assertThat(apply(new float[] {0, 10, 20, 30}, 4, 1, 2, 1))
                .containsExactly(new float[] {12.5f / 1.75f, 40f / 1.75f}, within(1e-4f));
        assertThat(apply(new float[] {0, 100}, 2, 1, 4, 1))
                .containsExactly(new float[] {0, 25, 75, 100}, within(1e-4f));
    }

    @Test
    void aPlainPlaneStaysPlainAtAnySize() {
        float[] plain = new float[17 * 11];
        Arrays.fill(plain, 7);
        for (int[] size : new int[][] {{1, 1}, {3, 5}, {17, 30}, {64, 64}}) {
            for (float value : apply(plain, 17, 11, size[0], size[1])) {
                assertThat(value).isCloseTo(7, within(1e-4f));
            }
        }
    }

    @Test
    void finePatternsBecomeTheirMeanInsteadOfAliasing() {
        float[] stripes = new float[64 * 4];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = i % 2 * 100;
        }
        for (float value : apply(stripes, 64, 4, 9, 4)) {
            assertThat(value).isCloseTo(50, within(3f));
        }
    }

    @Test
    void aMirroredPlaneGivesTheMirroredResult() {
        Random random = new Random(1);
        float[] plane = new float[23];
        float[] mirrored = new float[23];
        for (int i = 0; i < 23; i++) {
            plane[i] = random.nextFloat();
            mirrored[22 - i] = plane[i];
        }
        for (int length : new int[] {5, 23, 40}) {
            float[] result = apply(plane, 23, 1, length, 1);
            float[] other = apply(mirrored, 23, 1, length, 1);
            for (int i = 0; i < length; i++) {
                assertThat(other[length - 1 - i]).isCloseTo(result[i], within(1e-5f));
            }
        }
    }

    @Test
    void whatAFramingShowsIsThatPartOfTheWhole() {
        Random random = new Random(2);
        float[] plane = new float[30 * 20];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = random.nextFloat();
        }
        float[] whole = apply(plane, 30, 20, 15, 10);
        Framing framing = new Framing(8, 6, -4, -2, 15, 10, Framing.REPEAT_EDGE);
        Resampler part = Resampler.of(30, 20, framing);
        float[] shown = part.apply(plane);
        assertThat(part.width()).isEqualTo(8);
        assertThat(part.height()).isEqualTo(6);
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 8; x++) {
                assertThat(shown[y * 8 + x]).isEqualTo(whole[(y + 2) * 15 + x + 4]);
            }
        }
    }
}
