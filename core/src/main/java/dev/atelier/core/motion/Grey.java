package dev.atelier.core.motion;

import dev.atelier.core.media.Picture;

/**
 * A picture of one channel, row by row.
 *
 * @param values 0..1 where they stand for brightness
 */
public record Grey(int width, int height, float[] values) {
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    /**
     * The brightness of a picture, reduced.
     *
     * @param factor how many pixels a side become one; what is left over at the right and the bottom is cut off
     */
    public static Grey of(Picture picture, int factor) {
        int width = Math.max(1, picture.width() / factor);
        int height = Math.max(1, picture.height() / factor);
        int columns = Math.min(factor, picture.width());
        int rows = Math.min(factor, picture.height());
        float[] values = new float[width * height];
        float scale = 1f / ((float) picture.format().maximum() * columns * rows);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int j = 0; j < rows; j++) {
                    int at = (y * factor + j) * picture.width() + x * factor;
                    for (int i = 0; i < columns; i++) {
                        sum += RED * sample(picture, Picture.Channel.RED, at + i)
                                + GREEN * sample(picture, Picture.Channel.GREEN, at + i)
                                + BLUE * sample(picture, Picture.Channel.BLUE, at + i);
                    }
                }
                values[y * width + x] = sum * scale;
            }
        }
        return new Grey(width, height, values);
    }

    static int sample(Picture picture, Picture.Channel channel, int at) {
        int index = channel.plane() * picture.width() * picture.height() + at;
        return sample(picture.samples(), picture.format().depth(), index);
    }

    /** @param index of a sample among all of a picture */
    static int sample(byte[] samples, int depth, int index) {
        return depth == 8 ? samples[index] & 0xff : (samples[2 * index] & 0xff) | (samples[2 * index + 1] & 0xff) << 8;
    }

    /**
     * Reads a row of one colour of a picture.
     *
     * @param to where its first value goes
     */
    static void row(Picture picture, Picture.Channel channel, int y, float[] values, int to) {
        byte[] samples = picture.samples();
        int depth = picture.format().depth();
        int from = (channel.plane() * picture.height() + y) * picture.width();
        for (int x = 0; x < picture.width(); x++) {
            values[to + x] = sample(samples, depth, from + x);
        }
    }

    /** With bilinear interpolation; what lies outside is the border's. For pictures of at least 2 pixels a side. */
    public float at(float x, float y) {
        float cx = Math.min(width - 1, Math.max(0, x));
        float cy = Math.min(height - 1, Math.max(0, y));
        int left = Math.min(width - 2, (int) cx);
        int top = Math.min(height - 2, (int) cy);
        float fx = cx - left;
        float fy = cy - top;
        int i = top * width + left;
        float upper = values[i] + fx * (values[i + 1] - values[i]);
        float lower = values[i + width] + fx * (values[i + width + 1] - values[i + width]);
        return upper + fy * (lower - upper);
    }

    /** The mean difference from a picture of the same size. */
    public double difference(Grey other) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += Math.abs(values[i] - other.values[i]);
        }
        return sum / values.length;
    }

    /** Half as large a side. */
    Grey half() {
        int w = width / 2;
        int h = height / 2;
        float[] half = new float[w * h];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int i = 2 * y * width + 2 * x;
                half[y * w + x] = 0.25f * (values[i] + values[i + 1] + values[i + width] + values[i + width + 1]);
            }
        }
        return new Grey(w, h, half);
    }
}
