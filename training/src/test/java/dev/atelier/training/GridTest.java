package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // scopes work by being open
class GridTest {
    private static final int SIDE = 96;

    /** Of a grey picture with dots of one contrast. */
    private static double power(IntBinaryOperator dot) {
        float[] values = new float[3 * SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.5f + 0.1f * dot.applyAsInt(i % SIDE, i / SIDE % SIDE);
        }
        try (PointerScope scope = new PointerScope()) {
            return Grid.power(Ops.tensor(values, 1, 3, SIDE, SIDE)).item_double();
        }
    }

    @Test
    void dotsInEveryCellCountAndTheSameDotsAnywhereDoNot() {
        double flat = power((x, y) -> 0);
        double dots = power((x, y) -> x % 8 == 3 && y % 8 == 5 ? 1 : 0);
        double alternating = power((x, y) -> x % 16 == 3 && y % 8 == 5 ? 1 : 0);
        double lines = power((x, y) -> x % 2);
        var random = new SplittableRandom(1);
        double scattered = power((x, y) -> random.nextInt(64) == 0 ? 1 : 0);

        assertThat(flat).isLessThan(1e-8);
        assertThat(lines).isGreaterThan(0.0015);
        assertThat(dots).isGreaterThan(10 * scattered);
        assertThat(alternating).isGreaterThan(5 * scattered);
    }
}
