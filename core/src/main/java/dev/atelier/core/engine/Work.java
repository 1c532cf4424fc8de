package dev.atelier.core.engine;

import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.StopSignal;
import java.util.List;

/**
 * What an engine is to do.
 *
 * @param token fencing token of the driver
 * @param batches those without an outcome yet
 * @param listener is told of every batch that begins, is retried or ends
 * @param stop once requested no more batches are begun
 */
public record Work(JobId job, long token, List<Batch> batches, BatchTask task, JobListener listener, StopSignal stop) {
    public Work {
        batches = List.copyOf(batches);
    }
}
