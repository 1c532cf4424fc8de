package dev.atelier.core.motion;

import java.util.ArrayList;
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
        List<Grey> first = pyramid(from);
        List<Grey> second = pyramid(to);
        Field field = null;
        for (int level = first.size() - 1; level >= 0; level--) {
            Grey a = first.get(level);
            field = refined(a, second.get(level), field == null ? still(a) : enlarged(field, a));
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

    private static Field refined(Grey a, Grey b, Field start) {
        int w = a.width();
        int h = a.height();
        float[][] gradient = gradient(a);
        float[] xx = blurred(product(gradient[0], gradient[0]), w, h);
        float[] xy = blurred(product(gradient[0], gradient[1]), w, h);
        float[] yy = blurred(product(gradient[1], gradient[1]), w, h);
        Field field = start;
        for (int round = 0; round < ROUNDS; round++) {
            float[] difference = new float[w * h];
            for (int i = 0; i < difference.length; i++) {
                int row = i / w;
                difference[i] = a.values()[i] - b.at(i % w + field.x()[i], row + field.y()[i]);
            }
            float[] bx = blurred(product(gradient[0], difference), w, h);
            float[] by = blurred(product(gradient[1], difference), w, h);
            float[] x = field.x().clone();
            float[] y = field.y().clone();
            for (int i = 0; i < x.length; i++) {
                float regular = REGULAR * (xx[i] + yy[i]) + 1e-6f;
                float p = xx[i] + regular;
                float q = yy[i] + regular;
                float determinant = p * q - xy[i] * xy[i];
                x[i] += limited((q * bx[i] - xy[i] * by[i]) / determinant);
                y[i] += limited((p * by[i] - xy[i] * bx[i]) / determinant);
            }
            field = new Field(w, h, blurred(x, w, h, 1), blurred(y, w, h, 1));
        }
        return field;
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

    private static float[] product(float[] a, float[] b) {
        float[] product = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    private static float[] blurred(float[] values, int w, int h) {
        return blurred(values, w, h, RADIUS);
    }

    /** The mean of a square window, cut at the border. */
    private static float[] blurred(float[] values, int w, int h, int radius) {
        float[] columns = new float[w * h];
        double[] sums = new double[w];
        for (int y = 0; y < Math.min(h, radius); y++) {
            add(values, y * w, 1, sums);
        }
        for (int y = 0; y < h; y++) {
            if (y + radius < h) {
                add(values, (y + radius) * w, 1, sums);
            }
            if (y - radius - 1 >= 0) {
                add(values, (y - radius - 1) * w, -1, sums);
            }
            double share = 1.0 / (Math.min(h - 1, y + radius) - Math.max(0, y - radius) + 1);
            for (int x = 0; x < w; x++) {
                columns[y * w + x] = (float) (sums[x] * share);
            }
        }
        float[] means = new float[w * h];
        for (int y = 0; y < h; y++) {
            meansAlong(columns, y * w, w, radius, means);
        }
        return means;
    }

    private static void add(float[] values, int from, double factor, double[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += factor * values[from + x];
        }
    }

    private static void meansAlong(float[] values, int from, int w, int radius, float[] means) {
        double sum = 0;
        for (int x = 0; x < Math.min(w, radius); x++) {
            sum += values[from + x];
        }
        for (int x = 0; x < w; x++) {
            if (x + radius < w) {
                sum += values[from + x + radius];
            }
            if (x - radius - 1 >= 0) {
                sum -= values[from + x - radius - 1];
            }
            int count = Math.min(w - 1, x + radius) - Math.max(0, x - radius) + 1;
            means[from + x] = (float) (sum / count);
        }
    }
}
