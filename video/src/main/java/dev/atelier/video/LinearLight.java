package dev.atelier.video;

/**
 * The curve of sRGB (IEC 61966-2-1) between samples of 16 bits and light, 0 to 1. Every sample comes back from its light as
 * it was.
 */
final class LinearLight {
    private static final int MAXIMUM = 65_535;

    /** Numbers from 0 to 1 are sorted by their bits; their upper half tells nearly where they are. */
    private static final int SHIFT = 14;

    private static final float[] LIGHT = new float[MAXIMUM + 1];

    /** The greatest sample whose light is not above that of the smallest number with these upper bits. */
    private static final char[] BELOW = new char[(Float.floatToIntBits(1) >>> SHIFT) + 2];

    static {
        for (int sample = 0; sample <= MAXIMUM; sample++) {
            double encoded = sample / (double) MAXIMUM;
            LIGHT[sample] = (float) (encoded <= 0.04045 ? encoded / 12.92 : Math.pow((encoded + 0.055) / 1.055, 2.4));
        }
        int sample = 0;
        for (int i = 0; i < BELOW.length; i++) {
            float smallest = Float.intBitsToFloat(i << SHIFT);
            while (sample < MAXIMUM && LIGHT[sample + 1] <= smallest) {
                sample++;
            }
            BELOW[i] = (char) sample;
        }
    }

    private LinearLight() {}

    /** The light of a sample from 0 to 65535. */
    static float of(int sample) {
        return LIGHT[sample];
    }

    /** The sample whose light is nearest; what is above 1 becomes the greatest, what is below 0 or no number 0. */
    static int sample(float light) {
        if (!(light > 0)) {
            return 0;
        }
        if (light >= 1) {
            return MAXIMUM;
        }
        int upper = Float.floatToIntBits(light) >>> SHIFT;
        int low = BELOW[upper];
        int high = BELOW[upper + 1];
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (LIGHT[middle] <= light) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return light - LIGHT[low] > LIGHT[low + 1] - light ? low + 1 : low;
    }
}
