package dev.atelier.testkit.samples;

import java.util.Random;

/**
 * A plucked string by the method of Kevin Karplus and Alex Strong, "Digital Synthesis of Plucked-String and Drum
 * Timbres" (1983), tuned between samples by linear interpolation.
 */
final class PluckedStrings {
    private final int sampleRate;

    PluckedStrings(int sampleRate) {
        this.sampleRate = sampleRate;
    }

    /**
     * Adds a note to a track.
     *
     * @param track samples, about -1 to 1; a note that lasts beyond the end is cut there
     * @param start the note's first sample
     * @param frequency in Hz
     * @param loudness 0 to 1
     */
    void pluck(double[] track, int start, double frequency, double loudness, long seed) {
        double period = sampleRate / frequency - 0.5;
        int whole = (int) period;
        double part = period - whole;
        double[] string = new double[whole + 1];
        Random random = new Random(seed);
        double soft = 0;
        for (int i = 0; i < string.length; i++) {
            soft += 0.55 * (2 * random.nextDouble() - 1 - soft);
            string[i] = soft;
        }
        int at = 0;
        double before = 0;
        for (int i = start; i < track.length; i++) {
            double now = Ramp.mix(string[(at + 1) % string.length], string[at], part);
            track[i] += loudness * now;
            string[at] = 0.9975 * 0.5 * (now + before);
            before = now;
            at = (at + 1) % string.length;
        }
    }
}
