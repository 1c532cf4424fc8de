package dev.atelier.testkit.samples;

import java.util.Random;

/** The film's sound: a slow melody of plucked strings over the wash of small waves, with the echo of a room. */
public final class Soundtrack {
    public static final int SAMPLE_RATE = 48_000;

    /** Each note as start in seconds, semitones above the A below middle C, loudness, and place from 0 left to 1 right. */
    private static final double[][] NOTES = {
        {0.10, -7, 0.8, 0.5},
        {0.10, 0, 0.5, 0.6},
        {0.40, 5, 0.6, 0.4},
        {0.70, 9, 0.75, 0.35},
        {1.00, 12, 0.6, 0.6},
        {1.30, 17, 0.8, 0.55},
        {1.75, 16, 0.6, 0.4},
        {2.05, 12, 0.7, 0.6},
        {2.05, -3, 0.7, 0.5},
        {2.35, 4, 0.5, 0.35},
        {2.65, 9, 0.6, 0.65},
        {2.95, 12, 0.75, 0.4},
        {3.25, 14, 0.65, 0.6},
        {3.55, 9, 0.55, 0.45},
        {4.00, -10, 0.85, 0.5},
        {4.00, 2, 0.6, 0.6},
        {4.15, 9, 0.55, 0.4},
        {4.30, 14, 0.65, 0.6},
        {4.60, 17, 0.8, 0.4},
        {4.95, 16, 0.55, 0.6},
        {5.25, -7, 0.7, 0.5},
        {5.25, 9, 0.6, 0.4},
        {5.30, 14, 0.55, 0.6}
    };

    /**
     * The sound in two channels, left and right.
     *
     * @param seconds how long it shall be
     * @return for each channel its samples at {@link #SAMPLE_RATE}, within -1 to 1; fades out at the end
     */
    public double[][] channels(double seconds) {
        int length = (int) Math.round(seconds * SAMPLE_RATE);
        double[][] channels = {surf(length, 7), surf(length, 8)};
        PluckedStrings strings = new PluckedStrings(SAMPLE_RATE);
        for (double[] note : NOTES) {
            double[] voice = new double[length];
            double frequency = 220 * Math.pow(2, note[1] / 12);
            strings.pluck(voice, (int) (note[0] * SAMPLE_RATE), frequency, note[2], (long) (note[0] * 100 + note[1]));
            add(channels[0], voice, 0.3 * Math.sqrt(1 - note[3]));
            add(channels[1], voice, 0.3 * Math.sqrt(note[3]));
        }
        for (int i = 0; i < channels.length; i++) {
            echo(channels[i], 0.031 + 0.004 * i, 0.22);
            echo(channels[i], 0.083 - 0.006 * i, 0.2);
            finish(channels[i]);
        }
        return channels;
    }

    /** Noise that swells and ebbs, duller when it ebbs. */
    private static double[] surf(int length, long seed) {
        Random random = new Random(seed);
        double[] track = new double[length];
        double low = 0;
        double lower = 0;
        for (int i = 0; i < length; i++) {
            double seconds = (double) i / SAMPLE_RATE;
            double swell = Math.pow(0.5 - 0.5 * Math.cos(2 * Math.PI * (seconds / 3.1 + 0.15)), 2);
            low += (0.03 + 0.12 * swell) * (2 * random.nextDouble() - 1 - low);
            lower += 0.004 * (low - lower);
            track[i] = (0.08 + 0.24 * swell) * (low - lower);
        }
        return track;
    }

    private static void add(double[] track, double[] voice, double gain) {
        for (int i = 0; i < track.length; i++) {
            track[i] += gain * voice[i];
        }
    }

    private static void echo(double[] track, double delay, double gain) {
        int samples = (int) (delay * SAMPLE_RATE);
        for (int i = samples; i < track.length; i++) {
            track[i] += gain * track[i - samples];
        }
    }

    private static void finish(double[] track) {
        int fade = Math.min(track.length, SAMPLE_RATE * 2 / 5);
        for (int i = 0; i < track.length; i++) {
            double end = Ramp.clamp((double) (track.length - 1 - i) / fade);
            track[i] = 0.9 * Math.tanh(3.4 * track[i]) * end;
        }
    }
}
