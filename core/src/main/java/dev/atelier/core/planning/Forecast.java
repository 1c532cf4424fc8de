package dev.atelier.core.planning;

import dev.atelier.core.job.JobPrediction;
import dev.atelier.core.job.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run will take, as far as its first batches tell: the items left take of a slot what those of these took. Not safe
 * for use by several threads.
 */
public final class Forecast {
    private final int slots;
    private final int batches;
    private int itemsLeft;
    private int items;
    private int finished;
    private double slotSeconds;
    private JobPrediction prediction;

    /**
     * @param slots batches that run at once
     * @param batches that this run is to do
     * @param items of these
     */
    public Forecast(int slots, int batches, int items) {
        this.slots = Math.max(1, Math.min(slots, batches));
        this.batches = batches;
        this.itemsLeft = items;
    }

    /**
     * Takes in a batch that is done.
     *
     * @param count its items
     * @param seconds since the run's start
     */
    public void add(Outcome outcome, int count, double seconds) {
        finished++;
        items += count;
        itemsLeft -= count;
        slotSeconds += Duration.between(outcome.started(), outcome.ended()).toNanos() / 1e9;
        if (finished == slots && finished < batches) {
            double left = slotSeconds / items * itemsLeft / slots;
            prediction =
                    new JobPrediction(seconds + left, "after the first " + finished + " of " + batches + " batches");
        }
    }

    /** What was predicted; empty before the first batches are done, and where there are no others. */
    public Optional<JobPrediction> prediction() {
        return Optional.ofNullable(prediction);
    }
}
