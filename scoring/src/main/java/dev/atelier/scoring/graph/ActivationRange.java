package dev.atelier.scoring.graph;

import dev.atelier.core.scoring.Tensor;
import java.util.Arrays;

/**
 * The range that values are quantised over: of the ranges within their extremes the one with the least squared error, of
 * cutting off and of rounding together.
 */
public final class ActivationRange {
    private static final int BINS = 256;
    private static final int TRIES = 12;
    private static final int LEVELS = 255;

    private ActivationRange() {}

    /**
     * The ranges of channels.
     *
     * @param values [channels, h, w]
     * @return [2, channels]: the least of each channel, then the greatest
     */
    public static Tensor ofChannels(Tensor values) {
        int channels = Math.toIntExact(values.shape()[0]);
        int area = values.values().length / channels;
        float[] ranges = new float[2 * channels];
        for (int c = 0; c < channels; c++) {
            float[] range = of(Arrays.copyOfRange(values.values(), c * area, (c + 1) * area));
            ranges[c] = range[0];
            ranges[channels + c] = range[1];
        }
        return new Tensor(new long[] {2, channels}, ranges);
    }

    /** The least and the greatest value, 0 among them. Values that are no numbers do not count. */
    public static float[] of(float[] values) {
        float least = 0;
        float greatest = 0;
        for (float value : values) {
            if (Math.abs(value) <= Float.MAX_VALUE) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        double width = (double) greatest - least;
        if (width <= 0) {
            return new float[] {least, greatest};
        }
        int[] counts = new int[BINS];
        for (float value : values) {
            int bin = (int) ((value - least) / width * BINS);
            counts[Math.max(0, Math.min(BINS - 1, bin))]++;
        }
        double best = Double.MAX_VALUE;
        float[] range = {least, greatest};
        // the two sides are cut apart: most values lie on one side of a long tail
        double[] low = sides(least);
        double[] high = sides(greatest);
        for (double from : low) {
            for (double to : high) {
                double error = error(counts, least, width, from, to);
                if (error < best) {
                    best = error;
                    range = new float[] {(float) from, (float) to};
                }
            }
        }
        return range;
    }

    private static double[] sides(float extreme) {
        if (extreme == 0) {
            return new double[] {0};
        }
        double[] sides = new double[TRIES];
        for (int i = 0; i < TRIES; i++) {
            sides[i] = extreme * (1 - 0.6 * i / TRIES);
        }
        return sides;
    }

    private static double error(int[] counts, double least, double width, double from, double to) {
        double step = (to - from) / LEVELS;
        double rounding = step * step / 12;
        double error = 0;
        for (int i = 0; i < BINS; i++) {
            if (counts[i] > 0) {
                double value = least + (i + 0.5) * width / BINS;
                double cut = Math.max(0, Math.max(from - value, value - to));
                error += counts[i] * (cut > 0 ? cut * cut : rounding);
            }
        }
        return error;
    }
}
