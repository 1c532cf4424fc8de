package dev.atelier.training;

/** IEEE 754 half precision. */
final class HalfFloat {
    private static final float LARGEST = 65504;
    private static final int SMALLEST_NORMAL = 0x38800000;

    private HalfFloat() {}

    /** The bits of the nearest half precision number, ties to even; what is too large becomes the largest. */
    static short bits(float value) {
        int bits = Float.floatToIntBits(Math.min(LARGEST, Math.max(-LARGEST, value)));
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude < SMALLEST_NORMAL) {
            // adding 0.5 leaves the bits of the subnormal, rounded, at the end
            float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
            return (short) (sign | (Float.floatToIntBits(shifted) - Float.floatToIntBits(0.5f)));
        }
        int odd = (magnitude >>> 13) & 1;
        int rounded = magnitude - (112 << 23) + 0xfff + odd;
        return (short) (sign | (rounded >>> 13));
    }

    /** The value of a half precision number. */
    static float toFloat(short bits) {
        float magnitude = Float.intBitsToFloat((bits & 0x7fff) << 13) * 0x1p112f;
        return bits < 0 ? -magnitude : magnitude;
    }
}
