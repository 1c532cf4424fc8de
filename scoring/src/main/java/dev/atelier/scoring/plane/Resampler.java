package dev.atelier.scoring.plane;

/**
 * Resamples planes with a triangle filter: bilinear when enlarging, widened to the distance between target pixels when
 * reducing, so that nothing aliases. The same as Pillow's {@code BILINEAR}, without rounding between the two passes.
 * Pixel centres lie at half coordinates; weights that would fall outside are left out and the rest made up to 1.
 *
 * <p>An axis maps a part of the target, so that what is cut off afterwards is never computed.
 */
public final class Resampler {
    private final Axis horizontal;
    private final Axis vertical;

    /** From a whole plane to the part of the resampled plane that a framing shows, without what lies outside. */
    public static Resampler of(int width, int height, Framing framing) {
        return new Resampler(
                Axis.of(width, framing.contentWidth(), framing.left(), framing.width()),
                Axis.of(height, framing.contentHeight(), framing.top(), framing.height()));
    }

    /** From a whole plane to a whole plane. */
    public static Resampler of(int width, int height, int targetWidth, int targetHeight) {
        return new Resampler(
                Axis.of(width, targetWidth, 0, targetWidth), Axis.of(height, targetHeight, 0, targetHeight));
    }

    private Resampler(Axis horizontal, Axis vertical) {
        this.horizontal = horizontal;
        this.vertical = vertical;
    }

    public int width() {
        return horizontal.length();
    }

    public int height() {
        return vertical.length();
    }

    /** Resamples a plane of the source's size, row by row. */
    public float[] apply(float[] plane) {
        int sourceWidth = horizontal.sourceLength;
        float[] target = new float[width() * height()];
        float[] row = new float[sourceWidth];
        for (int y = 0; y < height(); y++) {
            // rows first: whole rows are added up, which compilers turn into vector code
            java.util.Arrays.fill(row, 0);
            for (int t = 0; t < vertical.taps; t++) {
                float weight = vertical.weights[y * vertical.taps + t];
                if (weight != 0) {
                    add(plane, (vertical.starts[y] + t) * sourceWidth, weight, row);
                }
            }
            horizontal.apply(row, target, y * width());
        }
        return target;
    }

    private static void add(float[] plane, int at, float weight, float[] row) {
        for (int x = 0; x < row.length; x++) {
            row[x] += weight * plane[at + x];
        }
    }

    /** The weights of each target position along one axis. */
    private record Axis(int sourceLength, int length, int taps, int[] starts, float[] weights) {
        static Axis of(int sourceLength, int targetLength, int left, int visible) {
            int first = Math.max(0, -left);
            int length = Math.min(targetLength, visible - left) - first;
            double scale = (double) sourceLength / targetLength;
            double support = Math.max(1, scale);
            int taps = Math.min(sourceLength, (int) Math.ceil(support) * 2 + 1);
            int[] starts = new int[length];
            float[] weights = new float[length * taps];
            for (int i = 0; i < length; i++) {
                double centre = (first + i + 0.5) * scale;
                int start = Math.max(0, Math.min((int) Math.round(centre - support), sourceLength - taps));
                double[] row = new double[taps];
                double sum = 0;
                for (int t = 0; t < taps; t++) {
                    row[t] = Math.max(0, 1 - Math.abs((start + t + 0.5 - centre) / support));
                    sum += row[t];
                }
                starts[i] = start;
                for (int t = 0; t < taps; t++) {
                    weights[i * taps + t] = (float) (row[t] / sum);
                }
            }
            return new Axis(sourceLength, length, taps, starts, weights);
        }

        void apply(float[] row, float[] target, int at) {
            for (int x = 0; x < length; x++) {
                int start = starts[x];
                float sum = 0;
                for (int t = 0; t < taps; t++) {
                    sum += weights[x * taps + t] * row[start + t];
                }
                target[at + x] = sum;
            }
        }
    }
}
