package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.planning.Prediction;
import dev.atelier.core.planning.TradeOff;
import java.util.List;
import org.junit.jupiter.api.Test;

class TradeOffTest {
    private static final double NONE = Double.POSITIVE_INFINITY;

    private static Prediction prediction(int executors, double seconds, double cost) {
        return new Prediction(executors, 10, 10, seconds, seconds, cost, cost);
    }

    private static final Prediction SLOW = prediction(1, 100, 1.0);
    private static final Prediction MIDDLE = prediction(4, 30, 1.5);
    private static final Prediction FAST = prediction(16, 12, 5);
    private static final List<Prediction> ALL = List.of(SLOW, MIDDLE, FAST);

    @Test
    void theCheapestThatKeepsTheDeadlineIsChosen() {
        assertThat(TradeOff.of(ALL, 40, NONE).chosen()).isEqualTo(MIDDLE);
        assertThat(TradeOff.of(ALL, 200, NONE).chosen()).isEqualTo(SLOW);
        assertThat(TradeOff.of(ALL, 40, NONE).met()).isTrue();
    }

    @Test
    void theFastestWithinTheBudgetIsChosen() {
        assertThat(TradeOff.of(ALL, NONE, 2).chosen()).isEqualTo(MIDDLE);
        assertThat(TradeOff.of(ALL, NONE, 9).chosen()).isEqualTo(FAST);
    }

    @Test
    void whatCannotBeHadIsSaidWithTheNearestThatCan() {
        TradeOff late = TradeOff.of(ALL, 5, NONE);
        assertThat(late.met()).isFalse();
        assertThat(late.chosen()).isEqualTo(FAST);
        assertThat(late.reason()).contains("deadline cannot be kept");

        TradeOff dear = TradeOff.of(ALL, NONE, 0.5);
        assertThat(dear.met()).isFalse();
        assertThat(dear.chosen()).isEqualTo(SLOW);
        assertThat(dear.reason()).contains("budget is too small");

        TradeOff both = TradeOff.of(ALL, 20, 2);
        assertThat(both.met()).isFalse();
        assertThat(both.chosen()).isEqualTo(FAST);
        assertThat(both.reason()).contains("nothing keeps the deadline within the budget");
        assertThat(TradeOff.of(ALL, 40, 2).chosen()).isEqualTo(MIDDLE);
    }

    @Test
    void withoutAWishTheLeastProductOfTimeAndCostIsChosen() {
        assertThat(TradeOff.of(ALL, NONE, NONE).chosen()).isEqualTo(MIDDLE);
    }
}
