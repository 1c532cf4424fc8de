package dev.atelier.core.job;

import dev.atelier.core.scoring.Precision;

/**
 * How a model is fitted to what it scores.
 *
 * @param statistics where normalisations take their statistics from
 * @param precision what to compute with
 */
public record ModelHandling(Statistics statistics, Precision precision) {
    /** Each item by itself, in full precision. */
    public static final ModelHandling PLAIN = new ModelHandling(Statistics.FRAME, Precision.FP32);

    /** Where normalisations take mean and variance from. */
    public enum Statistics {
        /** From the shot that a frame of a video belongs to; images are always by themselves. */
        SHOT,
        /** From each frame by itself. */
        FRAME
    }
}
