package dev.atelier.core.job;

import java.time.Instant;

/** Something that happened to a job: the same from every engine, for every listener. */
public sealed interface JobEvent {
    /** The driver has the job's lease and begins. */
    record JobStarted(JobId job, long token, boolean resumed) implements JobEvent {}

    /** A stage of the pipeline begins: prepare, plan, score or assemble. */
    record StageStarted(JobId job, String stage) implements JobEvent {}

    /** It is known what there is to do, and how much of it earlier runs did. */
    record Planned(JobId job, int items, int batches, int itemsDone, int batchesDone, String reason)
            implements JobEvent {}

    /**
     * More of what there is to do is known: a folder is listed while it is scored.
     *
     * @param items how many there are so far
     * @param complete whether these are all
     */
    record Listed(JobId job, int items, int batches, boolean complete) implements JobEvent {}

    /** A try of a batch begins. */
    record BatchStarted(JobId job, int batch, int attempt, Place place, Instant at) implements JobEvent {}

    /** Items of a batch were scored since the last such event of the batch. */
    record ItemsScored(JobId job, int batch, int attempt, int items) implements JobEvent {}

    /** An item could not be scored. */
    record ItemFailed(JobId job, int batch, String item, String reason) implements JobEvent {}

    /** A try of a batch failed and there will be another. */
    record BatchRetried(JobId job, int batch, int attempt, String reason) implements JobEvent {}

    /** A batch's outcome is recorded. */
    record BatchFinished(JobId job, Outcome outcome) implements JobEvent {}

    /** Something a user should know that is no failure. */
    record Notice(JobId job, String text) implements JobEvent {}

    /** Another process joined those that do batches. */
    record ExecutorAdded(JobId job, String executor, String host, int slots) implements JobEvent {}

    /** A process that did batches is there no more. */
    record ExecutorRemoved(JobId job, String executor, String reason) implements JobEvent {}

    /** No more batches go to an executor or a node. */
    record Excluded(JobId job, String what, String reason) implements JobEvent {}

    /** A run ended. */
    record RunEnded(JobId job, Run.Result result, String reason) implements JobEvent {}
}
