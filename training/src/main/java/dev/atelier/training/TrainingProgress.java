package dev.atelier.training;

/**
 * How far a run is.
 *
 * @param line a line of text for people: the smoothed losses and the time a step takes
 */
public record TrainingProgress(int step, int steps, String line) {}
