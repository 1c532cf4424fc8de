package dev.atelier.core.engine;

import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.Outcome;

/** Does a batch and records its outcome. Safe for use by many threads at once, and for a batch done twice. */
@FunctionalInterface
public interface BatchTask {
    /**
     * @return the outcome on record: of this try, or of an earlier one that had been recorded before
     * @throws dev.atelier.core.failure.TransientException if another try may succeed
     * @throws dev.atelier.core.failure.InfrastructureException likewise
     */
    Outcome run(Batch batch, Attempt attempt) throws InterruptedException;
}
