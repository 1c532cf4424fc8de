package dev.atelier.core.planning;

/**
 * What a job is expected to take on a number of nodes.
 *
 * @param executors 0 for the process that drives the job, which has no price
 * @param itemsPerBatch in most batches
 * @param scored seconds from the job's start until every batch is done
 * @param seconds from the job's start to its result
 * @param nodeHours that are paid for
 * @param cost of these
 */
public record Prediction(
        int executors, int itemsPerBatch, int batches, double scored, double seconds, double nodeHours, double cost) {}
