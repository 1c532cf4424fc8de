package dev.atelier.core.planning;

import java.time.Instant;

/**
 * What was chosen for a job before it was begun.
 *
 * @param executors how many to begin with, and at most
 * @param there what was chosen for so many
 * @param here what was chosen where the process that drives the job does the batches
 */
public record JobPlan(int executors, Choice there, Choice here, Instant made) {
    /**
     * How batches are done.
     *
     * @param itemsPerBatch in most batches
     * @param seconds expected from the job's start to its result
     */
    public record Choice(int itemsPerBatch, double seconds) {
        public static Choice of(Prediction prediction) {
            return new Choice(prediction.itemsPerBatch(), prediction.seconds());
        }
    }

    /** @param elsewhere whether executors do the batches */
    public Choice choice(boolean elsewhere) {
        return elsewhere ? there : here;
    }
}
