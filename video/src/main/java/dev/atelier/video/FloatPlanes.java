package dev.atelier.video;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Pictures as planes of linear light, row by row through a pipe. */
final class FloatPlanes {
    private static final int COLOURS = 3;
    private static final float OPAQUE = 65_535;

    private FloatPlanes() {}

    /**
     * A picture of 16 bits; null if the program gives less or more than one.
     *
     * @param half whether numbers have 16 bits: {@code gbrpf16le}, {@code gbrapf16le}
     */
    static Picture read(ChildProcess decoder, int width, int height, boolean alpha, boolean half)
            throws InterruptedException {
        Picture picture = Picture.blank(width, height, alpha ? PictureFormat.RGBA16 : PictureFormat.RGB16);
        // alpha comes last, and the colours before it are multiplied by it
        float[][] multiplied = alpha ? new float[COLOURS * height][] : null;
        byte[] bytes = new byte[width * (half ? Short.BYTES : Float.BYTES)];
        float[] row = new float[width];
        for (int y = 0; y < picture.format().planes() * height; y++) {
            if (decoder.read(bytes) != bytes.length) {
                return null;
            }
            numbers(bytes, half, row);
            if (multiplied == null) {
                for (int x = 0; x < width; x++) {
                    set(picture, y * width + x, LinearLight.sample(row[x]));
                }
            } else if (y < COLOURS * height) {
                multiplied[y] = row.clone();
            } else {
                separate(picture, y - COLOURS * height, row, multiplied);
            }
        }
        return decoder.read(new byte[1]) == 0 ? picture : null;
    }

    private static void numbers(byte[] bytes, boolean half, float[] row) {
        ByteBuffer little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (half) {
            for (int x = 0; x < row.length; x++) {
                row[x] = ofHalf(little.getShort(2 * x));
            }
        } else {
            little.asFloatBuffer().get(row);
        }
    }

    /** What a number of 16 bits stands for (IEEE 754, binary16). */
    private static float ofHalf(short half) {
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        float size = exponent == 0
                ? fraction * 0x1p-24f
                : exponent == 0x1f
                        ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                        : Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
        return half < 0 ? -size : size;
    }

    private static void separate(Picture picture, int y, float[] alphas, float[][] multiplied) {
        for (int x = 0; x < picture.width(); x++) {
            float alpha = Math.max(0, Math.min(1, alphas[x]));
            int opacity = Math.round(alpha * OPAQUE);
            set(picture, (COLOURS * picture.height() + y) * picture.width() + x, opacity);
            for (int plane = 0; plane < COLOURS; plane++) {
                int at = plane * picture.height() + y;
                float light = opacity == 0 ? 0 : multiplied[at][x] / alpha;
                set(picture, at * picture.width() + x, LinearLight.sample(light));
            }
        }
    }

    private static void set(Picture picture, int index, int sample) {
        picture.samples()[2 * index] = (byte) sample;
        picture.samples()[2 * index + 1] = (byte) (sample >> 8);
    }

    /**
     * Gives a picture as {@code gbrpf32le} or {@code gbrapf32le}.
     *
     * @return false if the program does not take it all
     */
    static boolean write(Picture picture, ChildProcess encoder) throws InterruptedException {
        int width = picture.width();
        int height = picture.height();
        byte[] bytes = new byte[width * Float.BYTES];
        FloatBuffer row = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        for (int y = 0; y < picture.format().planes() * height; y++) {
            boolean isAlpha = y >= COLOURS * height;
            for (int x = 0; x < width; x++) {
                float value = isAlpha
                        ? sample(picture, y * width + x) / OPAQUE
                        : LinearLight.of(sample(picture, y * width + x));
                boolean multiplies = picture.format().hasAlpha() && !isAlpha;
                int opacity = COLOURS * width * height + y % height * width + x;
                row.put(x, multiplies ? value * (sample(picture, opacity) / OPAQUE) : value);
            }
            if (!encoder.write(bytes)) {
                return false;
            }
        }
        return true;
    }

    /** A sample in 16 bits. */
    private static int sample(Picture picture, int index) {
        byte[] samples = picture.samples();
        return picture.format().depth() == 8
                ? (samples[index] & 0xff) * 257
                : (samples[2 * index] & 0xff) | (samples[2 * index + 1] & 0xff) << 8;
    }
}
