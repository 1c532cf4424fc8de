package dev.atelier.core.engine;

import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.StopSignal;

/**
 * What an engine is to do.
 *
 * @param token fencing token of the driver
 * @param batches those without an outcome yet; gone through once, by one thread at a time, as slots become free
 * @param listener is told of every batch that begins, is retried or ends
 * @param stop once requested no more batches are begun
 */
public record Work(
        JobId job, long token, Iterable<Batch> batches, BatchTask task, JobListener listener, StopSignal stop) {}
