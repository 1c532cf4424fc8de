package dev.atelier.scoring.plane;

import dev.atelier.core.media.Picture;

/** Moves rows of samples between pictures and floats. */
public final class SampleRows {
    private SampleRows() {}

    /**
     * Reads samples as {@code sample * scale + offset}.
     *
     * @param at index of the first sample in the picture
     */
    public static void read(Picture picture, int at, int count, float scale, float offset, float[] row, int to) {
        byte[] samples = picture.samples();
        if (picture.format().depth() == 8) {
            for (int i = 0; i < count; i++) {
                row[to + i] = (samples[at + i] & 0xff) * scale + offset;
            }
        } else {
            for (int i = 0; i < count; i++) {
                int low = 2 * (at + i);
                row[to + i] = ((samples[low] & 0xff) | (samples[low + 1] & 0xff) << 8) * scale + offset;
            }
        }
    }

    /** Reads 8-bit samples through a table of 256 values: half the time of arithmetic. */
    public static void read(byte[] samples, int at, int count, float[] table, float[] row, int to) {
        for (int i = 0; i < count; i++) {
            row[to + i] = table[samples[at + i] & 0xff];
        }
    }

    /** The table for {@link #read(byte[], int, int, float[], float[], int)}. */
    public static float[] table(float scale, float offset) {
        float[] table = new float[256];
        for (int i = 0; i < 256; i++) {
            table[i] = i * scale + offset;
        }
        return table;
    }

    /**
     * Writes floats as samples {@code value * scale + offset}, halves rounded up, clamped to the picture's range; a NaN
     * becomes 0.
     */
    public static void write(float[] row, int from, int count, float scale, float offset, Picture picture, int at) {
        byte[] samples = picture.samples();
        float half = offset + 0.5f;
        if (picture.format().depth() == 8) {
            for (int i = 0; i < count; i++) {
                int value = (int) (row[from + i] * scale + half);
                samples[at + i] = (byte) (value < 0 ? 0 : value > 255 ? 255 : value);
            }
        } else {
            for (int i = 0; i < count; i++) {
                int value = (int) (row[from + i] * scale + half);
                value = value < 0 ? 0 : value > 65535 ? 65535 : value;
                samples[2 * (at + i)] = (byte) value;
                samples[2 * (at + i) + 1] = (byte) (value >> 8);
            }
        }
    }

    /** Mixes a row with a picture's samples: {@code share * row + (1 - share) * samples}, in units of samples. */
    public static void mix(float[] row, int count, float share, float scale, float offset, Picture under, int at) {
        byte[] samples = under.samples();
        float rest = 1 - share;
        boolean eight = under.format().depth() == 8;
        for (int i = 0; i < count; i++) {
            int low = 2 * (at + i);
            int sample = eight ? samples[at + i] & 0xff : (samples[low] & 0xff) | (samples[low + 1] & 0xff) << 8;
            row[i] = share * (row[i] * scale + offset) + rest * sample;
        }
    }
}
