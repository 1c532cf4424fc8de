package dev.atelier.scoring.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightRoundingTest {
    private static final int TAPS = 9;
    private static final int COUNT = 48 * TAPS;

    private static double sum(float[] weights, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += weights[i];
        }
        return sum;
    }

    private static double sum(byte[] bytes, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += bytes[i];
        }
        return sum;
    }

    @Test
    void sumsStayWhatTheyWereAndNoWeightGoesFurtherThanAStep() {
        var random = new Random(1);
        for (int round = 0; round < 50; round++) {
            float[] weights = new float[2 * COUNT];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) random.nextGaussian();
            }
            byte[] bytes = new byte[weights.length];
            float scale = new WeightRounding(weights, COUNT, COUNT, TAPS).into(bytes);

            assertThat(sum(bytes, COUNT, COUNT)).isCloseTo(sum(weights, COUNT, COUNT) / scale, within(0.501));
            for (int first = COUNT; first < 2 * COUNT; first += TAPS) {
                assertThat(sum(bytes, first, TAPS)).isCloseTo(sum(weights, first, TAPS) / scale, within(1.001));
            }
            for (int i = COUNT; i < 2 * COUNT; i++) {
                assertThat((double) bytes[i]).isCloseTo(weights[i] / scale, within(1.001));
            }
            assertThat(Arrays.copyOf(bytes, COUNT)).containsOnly(0);
        }
    }

    @Test
    void mostWeightsGoToTheNearestStep() {
        var random = new Random(2);
        float[] weights = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        byte[] bytes = new byte[COUNT];
        float scale = new WeightRounding(weights, 0, COUNT, TAPS).into(bytes);
        int moved = 0;
        for (int i = 0; i < COUNT; i++) {
            moved += bytes[i] == Math.round(weights[i] / scale) ? 0 : 1;
        }
        assertThat(moved).isLessThan(COUNT / 8);
    }

    @Test
    void weightsThatNothingIsLostOfAreKept() {
        float[] weights = {127, -127, 3, 0, 0, 0};
        byte[] bytes = new byte[6];
        assertThat(new WeightRounding(weights, 0, 6, 3).into(bytes)).isEqualTo(1);
        assertThat(bytes).containsExactly(127, -127, 3, 0, 0, 0);
    }

    @Test
    void aChannelOfZerosStaysOne() {
        byte[] bytes = new byte[4];
        new WeightRounding(new float[4], 0, 4, 1).into(bytes);
        assertThat(bytes).containsOnly(0);
    }
}
