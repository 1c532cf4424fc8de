package dev.atelier.core.planning;

import java.time.Instant;

/**
 * What was chosen for a job before it was begun.
 *
 * @param executors how many to begin with, and at most
 * @param seconds it is expected to take on so many, from its start to its result
 * @param secondsHere likewise, where the process that plans does the batches
 */
public record JobPlan(int executors, int itemsPerBatch, double seconds, double secondsHere, Instant made) {}
