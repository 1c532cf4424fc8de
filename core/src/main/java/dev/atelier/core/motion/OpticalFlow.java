package dev.atelier.core.motion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Dense optical flow from one grey frame to another by iterative Lucas and Kanade (1981) on a pyramid: in a window around
 * each pixel, least squares of the brightness differences against the gradient, a few times on each level, each level
 * starting from the coarser one's.
 */
public final class OpticalFlow {
    private static final int RADIUS = 5;
    private static final int ROUNDS = 4;
    private static final int SMALLEST_SIDE = 24;
    private static final float REGULAR = 1e-3f;

    private OpticalFlow() {}

    /** Where each pixel of the first frame lies in the second, as displacements in pixels. */
    public record Field(int width, int height, float[] x, float[] y) {}

    /**
     * @param from at least 2 pixels a side
     * @param to of the same size
     */
    public static Field between(Grey from, Grey to) {
        return between(from, to, ROUNDS);
    }

    /** @param finestRounds how often the field is moved nearer on the finest level */
    static Field between(Grey from, Grey to, int finestRounds) {
        List<Grey> first = pyramid(from);
        List<Grey> second = pyramid(to);
        Field field = null;
        for (int level = first.size() - 1; level >= 0; level--) {
            Grey a = first.get(level);
            field = field == null ? still(a) : enlarged(field, a);
            refine(a, second.get(level), field, level == 0 ? finestRounds : ROUNDS);
        }
        return field;
    }

    private static List<Grey> pyramid(Grey base) {
        List<Grey> levels = new ArrayList<>(List.of(base));
        while (Math.min(
                        levels.get(levels.size() - 1).width(),
                        levels.get(levels.size() - 1).height())
                >= 2 * SMALLEST_SIDE) {
            levels.add(levels.get(levels.size() - 1).half());
        }
        return levels;
    }

    private static Field still(Grey a) {
        return new Field(a.width(), a.height(), new float[a.values().length], new float[a.values().length]);
    }

    private static Field enlarged(Field field, Grey target) {
        Grey x = new Grey(field.width(), field.height(), field.x());
        Grey y = new Grey(field.width(), field.height(), field.y());
        Field larger = still(target);
        for (int j = 0; j < target.height(); j++) {
            for (int i = 0; i < target.width(); i++) {
                int at = j * target.width() + i;
                larger.x()[at] = 2 * x.at((i - 0.5f) / 2, (j - 0.5f) / 2);
                larger.y()[at] = 2 * y.at((i - 0.5f) / 2, (j - 0.5f) / 2);
            }
        }
        return larger;
    }

    /** Moves a field nearer to where each pixel of one frame lies in the other. */
    private static void refine(Grey a, Grey b, Field field, int rounds) {
        int w = a.width();
        int h = a.height();
        float[][] gradient = gradient(a);
        var windows = new Windows(w, h);
        float[] xx = windows.means(gradient[0], gradient[0], RADIUS, new float[w * h]);
        float[] xy = windows.means(gradient[0], gradient[1], RADIUS, new float[w * h]);
        float[] yy = windows.means(gradient[1], gradient[1], RADIUS, new float[w * h]);
        float[] difference = new float[w * h];
        float[] bx = new float[w * h];
        float[] by = new float[w * h];
        float[] x = field.x();
        float[] y = field.y();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < difference.length; i++) {
                int row = i / w;
                difference[i] = a.values()[i] - b.at(i % w + x[i], row + y[i]);
            }
            windows.means(gradient[0], difference, RADIUS, bx);
            windows.means(gradient[1], difference, RADIUS, by);
            for (int i = 0; i < x.length; i++) {
                float regular = REGULAR * (xx[i] + yy[i]) + 1e-6f;
                float p = xx[i] + regular;
                float q = yy[i] + regular;
                float determinant = p * q - xy[i] * xy[i];
                float towardsX = q * bx[i] - xy[i] * by[i];
                float towardsY = p * by[i] - xy[i] * bx[i];
                bx[i] = x[i] + limited(towardsX / determinant);
                by[i] = y[i] + limited(towardsY / determinant);
            }
            windows.means(bx, windows.ones, 1, x);
            windows.means(by, windows.ones, 1, y);
        }
    }

    /** A step is good for a pixel or two only, since the gradient is. */
    private static float limited(float step) {
        return Math.min(2, Math.max(-2, step));
    }

    private static float[][] gradient(Grey a) {
        int w = a.width();
        int h = a.height();
        float[][] gradient = new float[2][w * h];
        for (int i = 0; i < w * h; i++) {
            int x = i % w;
            int y = i / w;
            float[] v = a.values();
            gradient[0][i] = 0.5f * (v[y * w + Math.min(w - 1, x + 1)] - v[y * w + Math.max(0, x - 1)]);
            gradient[1][i] = 0.5f * (v[Math.min(h - 1, y + 1) * w + x] - v[Math.max(0, y - 1) * w + x]);
        }
        return gradient;
    }

    /** Means of square windows of pictures of one size, cut at the border. */
    private static final class Windows {
        private final int w;
        private final int h;
        private final double[] sums;
        private final float[] columns;
        private final float[] ones;

        Windows(int w, int h) {
            this.w = w;
            this.h = h;
            sums = new double[w];
            columns = new float[w * h];
            ones = new float[w * h];
            Arrays.fill(ones, 1);
        }

        /**
         * The means of products.
         *
         * @param means where they go
         */
        float[] means(float[] a, float[] b, int radius, float[] means) {
            Arrays.fill(sums, 0);
            for (int y = 0; y < Math.min(h, radius); y++) {
                add(a, b, y, 1);
            }
            for (int y = 0; y < h; y++) {
                if (y + radius < h) {
                    add(a, b, y + radius, 1);
                }
                if (y - radius - 1 >= 0) {
                    add(a, b, y - radius - 1, -1);
                }
                double share = 1.0 / (Math.min(h - 1, y + radius) - Math.max(0, y - radius) + 1);
                for (int x = 0; x < w; x++) {
                    columns[y * w + x] = (float) (sums[x] * share);
                }
            }
            for (int y = 0; y < h; y++) {
                along(y * w, radius, means);
            }
            return means;
        }

        private void add(float[] a, float[] b, int y, float factor) {
            int from = y * w;
            for (int x = 0; x < w; x++) {
                sums[x] += factor * a[from + x] * b[from + x];
            }
        }

        private void along(int from, int radius, float[] means) {
            double sum = 0;
            for (int x = 0; x < Math.min(w, radius); x++) {
                sum += columns[from + x];
            }
            for (int x = 0; x < w; x++) {
                if (x + radius < w) {
                    sum += columns[from + x + radius];
                }
                if (x - radius - 1 >= 0) {
                    sum -= columns[from + x - radius - 1];
                }
                int count = Math.min(w - 1, x + radius) - Math.max(0, x - radius) + 1;
                means[from + x] = (float) (sum / count);
            }
        }
    }
}
