package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.core.job.JobTiming;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.Place;
import dev.atelier.core.job.StageTimes;
import dev.atelier.core.planning.Experience;
import dev.atelier.core.planning.Forecast;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static Outcome lasting(int batch, long seconds) {
        return new Outcome(
                batch,
                1,
                1,
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(seconds),
                List.of(),
                List.of(),
                StageTimes.ZERO,
                Place.HERE);
    }

    @Test
    void theFirstBatchOfEachSlotTellsWhatTheOthersTake() {
        var forecast = new Forecast(2, 10, 100);
        forecast.add(lasting(0, 4), 10, 5);
        assertThat(forecast.prediction()).isEmpty();
        forecast.add(lasting(1, 6), 10, 7);
        // 80 items are left, half a second of a slot each, on two slots
        assertThat(forecast.prediction().orElseThrow().seconds()).isCloseTo(7 + 20, within(1e-9));
        assertThat(forecast.prediction().orElseThrow().basis()).isEqualTo("after the first 2 of 10 batches");
        forecast.add(lasting(2, 60), 10, 70);
        assertThat(forecast.prediction().orElseThrow().seconds()).isCloseTo(27, within(1e-9));
    }

    @Test
    void nothingIsPredictedWhereTheFirstBatchesAreAllThereAre() {
        var forecast = new Forecast(4, 2, 20);
        forecast.add(lasting(0, 4), 10, 5);
        forecast.add(lasting(1, 4), 10, 5);
        assertThat(forecast.prediction()).isEmpty();
    }

    @Test
    void jobsShowWhatExecutorsTakeToCome() {
        var asked = new JobTiming(1, 0, 30, 1, 5, 100, 40, 2, 4, List.of());
        Experience once = Experience.NONE.with(asked, true);
        assertThat(once.startUp()).isCloseTo(6, within(1e-9));
        Experience twice = once.with(new JobTiming(1, 0, 30, 1, 9, 100, 160, 2, 4, List.of()), false);
        assertThat(twice.startUp()).isCloseTo(7, within(1e-9));
        assertThat(twice.failureRate()).isCloseTo(4.0 / 204, within(1e-9));
        // executors were there already
        Experience warm = twice.with(new JobTiming(1, 0, 30, 1, 0.1, 100, 10, 0, 4, List.of()), true);
        assertThat(warm.startUp()).isEqualTo(twice.startUp());
        assertThat(warm.jobs()).isEqualTo(3);
        assertThat(once.failureRate()).as("too few tries to tell").isZero();
    }
}
