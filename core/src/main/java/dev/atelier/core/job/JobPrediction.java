package dev.atelier.core.job;

/**
 * What a run was expected to take.
 *
 * @param seconds from its start to the result
 * @param basis what the expectation rests on, for people
 */
public record JobPrediction(double seconds, String basis) {}
