package dev.atelier.core.motion;

import dev.atelier.core.media.Picture;
import java.util.Arrays;
import java.util.List;

/** Adds other paintings, each moved and weighted pixel by pixel, to a frame's own. */
final class Blend {
    static final Picture.Channel[] COLOURS = {Picture.Channel.GREEN, Picture.Channel.BLUE, Picture.Channel.RED};
    /** Pixels that a value between pixels is made of, in a line. */
    private static final int TAPS = 4;

    private final Picture target;
    private final Picture own;
    private final int factor;
    /** Of the place that is sampled: its weights, and the columns that they are of. */
    private final float[] across = new float[TAPS];

    private final float[] down = new float[TAPS];
    private final int[] columns = new int[TAPS];

    /**
     * @param target what becomes of it, of the same size and format as {@code own}
     * @param factor pixels a side for each of the layers' cells
     */
    Blend(Picture target, Picture own, int factor) {
        this.target = target;
        this.own = own;
        this.factor = factor;
    }

    /**
     * A painting, how far each cell's content lies away in it, in cells, and how far it is to be trusted, 0..1.
     *
     * @param share how much it counts where it is trusted, the frame's own counting 1
     * @param sharp whether it is sampled along a cubic, at four times the cost
     */
    record Layer(Picture painted, Grey x, Grey y, Grey trust, float share, boolean sharp) {}

    void add(List<Layer> layers) {
        int width = own.width();
        float[] sums = new float[COLOURS.length * width];
        float[] weights = new float[width];
        float[] shiftX = new float[width];
        float[] shiftY = new float[width];
        float[] trust = new float[width];
        for (int row = 0; row < own.height(); row++) {
            start(row, sums, weights);
            for (Layer layer : layers) {
                stretch(layer.x(), factor, row, shiftX, factor);
                stretch(layer.y(), factor, row, shiftY, factor);
                stretch(layer.trust(), factor, row, trust, layer.share());
                for (int x = 0; x < width; x++) {
                    if (trust[x] > 0) {
                        weights[x] += trust[x];
                        sample(layer, x + shiftX[x], row + shiftY[x], trust[x], sums, x);
                    }
                }
            }
            finish(row, sums, weights);
        }
    }

    private void start(int row, float[] sums, float[] weights) {
        int width = own.width();
        Arrays.fill(weights, 1);
        for (int c = 0; c < COLOURS.length; c++) {
            Grey.row(own, COLOURS[c], row, sums, c * width);
        }
    }

    /** A row of cells at the width of the picture, bilinear, times a scale. */
    static void stretch(Grey cells, int factor, int row, float[] values, float scale) {
        int w = cells.width();
        float y = Math.min(cells.height() - 1, Math.max(0, (row + 0.5f) / factor - 0.5f));
        int top = Math.min(cells.height() - 2, (int) y);
        float fy = y - top;
        for (int x = 0; x < values.length; x++) {
            float at = Math.min(w - 1, Math.max(0, (x + 0.5f) / factor - 0.5f));
            int left = Math.min(w - 2, (int) at);
            float fx = at - left;
            int i = top * w + left;
            float[] v = cells.values();
            float upper = v[i] + fx * (v[i + 1] - v[i]);
            float lower = v[i + w] + fx * (v[i + w + 1] - v[i + w]);
            values[x] = scale * (upper + fy * (lower - upper));
        }
    }

    /**
     * Adds the colours at a place between pixels, on the cubic through the four on each side (R. Keys, "Cubic convolution interpolation
     * for digital image processing", 1981), since means of two would blur; or linear between these two. What lies outside is the border's.
     */
    private void sample(Layer layer, float x, float y, float weight, float[] sums, int column) {
        Picture picture = layer.painted();
        boolean sharp = layer.sharp();
        int width = picture.width();
        int height = picture.height();
        float cx = Math.min(width - 1, Math.max(0, x));
        float cy = Math.min(height - 1, Math.max(0, y));
        int left = (int) cx;
        int top = (int) cy;
        weigh(sharp, cx - left, across);
        weigh(sharp, cy - top, down);
        for (int i = 0; i < TAPS; i++) {
            columns[i] = Math.min(width - 1, Math.max(0, left + i - 1));
        }
        byte[] samples = picture.samples();
        int depth = picture.format().depth();
        int first = sharp ? 0 : 1;
        for (int c = 0; c < COLOURS.length; c++) {
            int plane = COLOURS[c].plane() * height;
            float sum = 0;
            for (int j = first; j < TAPS - first; j++) {
                int row = (plane + Math.min(height - 1, Math.max(0, top + j - 1))) * width;
                float line = across[1] * Grey.sample(samples, depth, row + columns[1])
                        + across[2] * Grey.sample(samples, depth, row + columns[2]);
                if (sharp) {
                    line += across[0] * Grey.sample(samples, depth, row + columns[0])
                            + across[3] * Grey.sample(samples, depth, row + columns[3]);
                }
                sum += down[j] * line;
            }
            sums[c * width + column] += weight * sum;
        }
    }

    private static void weigh(boolean sharp, float at, float[] weights) {
        if (sharp) {
            cubic(at, weights);
        } else {
            weights[1] = 1 - at;
            weights[2] = at;
        }
    }

    private static void cubic(float at, float[] weights) {
        float square = at * at;
        float cube = square * at;
        weights[0] = -0.5f * cube + square - 0.5f * at;
        weights[1] = 1.5f * cube - 2.5f * square + 1;
        weights[2] = -1.5f * cube + 2 * square + 0.5f * at;
        weights[3] = 0.5f * cube - 0.5f * square;
    }

    private void finish(int row, float[] sums, float[] weights) {
        int width = own.width();
        for (int c = 0; c < COLOURS.length; c++) {
            for (int x = 0; x < width; x++) {
                put(target, COLOURS[c], row * width + x, sums[c * width + x] / weights[x]);
            }
        }
    }

    /** Sets a sample to the nearest value that it can have. */
    static void put(Picture picture, Picture.Channel channel, int at, float value) {
        int plane = channel.plane() * picture.width() * picture.height();
        int rounded = (int) (Math.min(picture.format().maximum(), Math.max(0, value)) + 0.5f);
        if (picture.format().depth() == 8) {
            picture.samples()[plane + at] = (byte) rounded;
        } else {
            picture.samples()[2 * (plane + at)] = (byte) rounded;
            picture.samples()[2 * (plane + at) + 1] = (byte) (rounded >> 8);
        }
    }
}
