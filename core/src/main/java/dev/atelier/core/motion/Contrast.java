package dev.atelier.core.motion;

import dev.atelier.core.media.Picture;

/**
 * Gives a mean of paintings the contrast of one of them. Strokes that do not lie the same in all are paler in their mean, and what is
 * moved by parts of a pixel is blurred: around each place detail is enlarged until its variance is what it was and a little more, what differs from pixel to pixel
 * apart from what is broader. The like for means of independent textures: E. Heitz and F. Neyret, "High-performance by-example
 * noise using a histogram-preserving blending operator", 2018.
 */
final class Contrast {
    /** Pixels a side of the cells that are measured; each place looks at three by three of them. */
    private static final int CELL = 8;

    private static final float MOST = 2.5f;
    /** A half would give the variance that was; strokes are less peaked in a mean, and a little more makes up for that. */
    private static final double POWER = 0.55;

    private static final Picture.Channel[] COLOURS = Blend.COLOURS;

    private final Picture picture;
    private final int width;
    private final int height;
    /** Of each cell: the mean of each colour. */
    private final Grey[] means = new Grey[COLOURS.length];
    /** Of each cell, all colours together: the variance of what differs from pixel to pixel, and of what is broader. */
    private final Grey fine;

    private final Grey broad;

    private Contrast(Picture picture) {
        this.picture = picture;
        width = (picture.width() + CELL - 1) / CELL;
        height = (picture.height() + CELL - 1) / CELL;
        fine = new Grey(width, height, new float[width * height]);
        broad = new Grey(width, height, new float[width * height]);
        for (int c = 0; c < COLOURS.length; c++) {
            means[c] = new Grey(width, height, new float[width * height]);
            measure(c);
        }
    }

    private void measure(int colour) {
        float[] counts = new float[width * height];
        float[] sums = new float[width * height];
        float[] squares = new float[width * height];
        float[] details = new float[width * height];
        var rows = new Rows(picture, COLOURS[colour]);
        for (int y = 0; y < picture.height(); y++) {
            rows.read(y);
            for (int x = 0; x < picture.width(); x++) {
                int cell = y / CELL * width + x / CELL;
                counts[cell]++;
                sums[cell] += rows.broad[x];
                squares[cell] += rows.broad[x] * rows.broad[x];
                details[cell] += rows.fine[x] * rows.fine[x];
            }
        }
        for (int i = 0; i < counts.length; i++) {
            float count = around(counts, i);
            float mean = around(sums, i) / count;
            means[colour].values()[i] = mean;
            broad.values()[i] += Math.max(0, around(squares, i) / count - mean * mean);
            fine.values()[i] += around(details, i) / count;
        }
    }

    private float around(float[] cells, int at) {
        float sum = 0;
        for (int y = Math.max(0, at / width - 1); y <= Math.min(height - 1, at / width + 1); y++) {
            for (int x = Math.max(0, at % width - 1); x <= Math.min(width - 1, at % width + 1); x++) {
                sum += cells[y * width + x];
            }
        }
        return sum;
    }

    /**
     * A mean of paintings, with an own painting's contrast.
     *
     * @param own of the same size and format
     */
    static Picture restored(Picture mean, Picture own) {
        var actual = new Contrast(mean);
        var wanted = new Contrast(own);
        float maximum = mean.format().maximum();
        Grey fine = gain(actual.fine, wanted.fine, maximum);
        Grey broad = gain(actual.broad, wanted.broad, maximum);
        Picture restored = new Picture(
                mean.width(), mean.height(), mean.format(), mean.samples().clone());
        float[] fineGain = new float[mean.width()];
        float[] broadGain = new float[mean.width()];
        float[] means = new float[mean.width()];
        for (int c = 0; c < COLOURS.length; c++) {
            var rows = new Rows(mean, COLOURS[c]);
            for (int y = 0; y < mean.height(); y++) {
                rows.read(y);
                Blend.stretch(fine, CELL, y, fineGain, 1);
                Blend.stretch(broad, CELL, y, broadGain, 1);
                Blend.stretch(actual.means[c], CELL, y, means, 1);
                for (int x = 0; x < means.length; x++) {
                    float value = means[x] + broadGain[x] * (rows.broad[x] - means[x]) + fineGain[x] * rows.fine[x];
                    Blend.put(restored, COLOURS[c], y * means.length + x, value);
                }
            }
        }
        return restored;
    }

    /** What detail of one variance must be multiplied with to have another. */
    private static Grey gain(Grey actual, Grey wanted, float maximum) {
        float least = maximum * maximum / (255 * 255);
        float[] gain = new float[actual.values().length];
        for (int i = 0; i < gain.length; i++) {
            float ratio = (wanted.values()[i] + least) / (actual.values()[i] + least);
            gain[i] = (float) Math.min(MOST, StrictMath.pow(Math.max(1, ratio), POWER));
        }
        return new Grey(actual.width(), actual.height(), gain);
    }

    /** A row of one colour of a picture: the means of three by three pixels, and what differs from them. Rows are read in order. */
    private static final class Rows {
        private final Picture picture;
        private final Picture.Channel colour;
        private float[] above;
        private float[] here;
        private float[] below;
        private final float[] columns;
        final float[] broad;
        final float[] fine;

        Rows(Picture picture, Picture.Channel colour) {
            this.picture = picture;
            this.colour = colour;
            int width = picture.width();
            above = new float[width];
            here = new float[width];
            below = new float[width];
            columns = new float[width];
            broad = new float[width];
            fine = new float[width];
            Grey.row(picture, colour, 0, here, 0);
            Grey.row(picture, colour, 0, below, 0);
        }

        void read(int y) {
            int width = columns.length;
            float[] free = above;
            above = here;
            here = below;
            below = free;
            Grey.row(picture, colour, Math.min(picture.height() - 1, y + 1), below, 0);
            for (int x = 0; x < width; x++) {
                columns[x] = above[x] + here[x] + below[x];
            }
            for (int x = 0; x < width; x++) {
                broad[x] = (columns[Math.max(0, x - 1)] + columns[x] + columns[Math.min(width - 1, x + 1)]) / 9;
                fine[x] = here[x] - broad[x];
            }
        }
    }
}
