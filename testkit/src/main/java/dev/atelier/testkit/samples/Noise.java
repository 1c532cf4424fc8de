package dev.atelier.testkit.samples;

import java.util.Random;

/**
 * Gradient noise in two and three dimensions, its fractal sums, and cellular noise. Every value depends on the seed and
 * the place alone. After Ken Perlin, "Improving Noise" (2002), and Steven Worley, "A Cellular Texture Basis Function"
 * (1996).
 */
public final class Noise {
    private static final double LACUNARITY = 2.03;

    private final int[] table = new int[512];

    public Noise(long seed) {
        int[] order = new int[256];
        Random random = new Random(seed);
        for (int i = 0; i < 256; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        for (int i = 0; i < 512; i++) {
            table[i] = order[i & 255];
        }
    }

    /** Smooth noise, about -1 to 1, with features about 1 apart. */
    public double at(double x, double y) {
        return at(x, y, 0.37);
    }

    /** Smooth noise, about -1 to 1, with features about 1 apart. */
    public double at(double x, double y, double z) {
        int fx = floor(x);
        int fy = floor(y);
        int fz = floor(z);
        double dx = x - fx;
        double dy = y - fy;
        double dz = z - fz;
        double wx = fade(dx);
        double wy = fade(dy);
        double wz = fade(dz);
        int a = table[fx & 255] + (fy & 255);
        int b = table[(fx + 1) & 255] + (fy & 255);
        int aa = table[a & 511] + (fz & 255);
        int ab = table[(a + 1) & 511] + (fz & 255);
        int ba = table[b & 511] + (fz & 255);
        int bb = table[(b + 1) & 511] + (fz & 255);
        double near = Ramp.mix(
                Ramp.mix(slope(aa, dx, dy, dz), slope(ba, dx - 1, dy, dz), wx),
                Ramp.mix(slope(ab, dx, dy - 1, dz), slope(bb, dx - 1, dy - 1, dz), wx),
                wy);
        double far = Ramp.mix(
                Ramp.mix(slope(aa + 1, dx, dy, dz - 1), slope(ba + 1, dx - 1, dy, dz - 1), wx),
                Ramp.mix(slope(ab + 1, dx, dy - 1, dz - 1), slope(bb + 1, dx - 1, dy - 1, dz - 1), wx),
                wy);
        return Ramp.mix(near, far, wz);
    }

    /** Noise summed over octaves, each of twice the frequency and half the height of the one before: about -1 to 1. */
    public double fractal(double x, double y, int octaves) {
        return fractal(x, y, 0.37, octaves);
    }

    /** Noise summed over octaves, each of twice the frequency and half the height of the one before: about -1 to 1. */
    public double fractal(double x, double y, double z, int octaves) {
        double sum = 0;
        double height = 0.6;
        double scale = 1;
        for (int i = 0; i < octaves; i++) {
            sum += height * at(x * scale + 17.3 * i, y * scale - 9.1 * i, z * scale + 3.7 * i);
            height *= 0.5;
            scale *= LACUNARITY;
        }
        return sum;
    }

    /** A number from 0 (inclusive) to 1 (exclusive) that belongs to a whole-numbered place. */
    public double number(int x, int y) {
        int h = table[(table[x & 255] + y) & 255];
        int g = table[(h + 91 + (x >> 8)) & 255];
        return (h * 256 + g) / 65536.0;
    }

    /** The cell that a place belongs to, where there is one cell in each unit square, off its middle by chance. */
    public Cell cell(double x, double y) {
        int fx = floor(x);
        int fy = floor(y);
        double nearest = 9;
        double second = 9;
        int cx = 0;
        int cy = 0;
        double px = 0;
        double py = 0;
        for (int j = fy - 1; j <= fy + 1; j++) {
            for (int i = fx - 1; i <= fx + 1; i++) {
                double qx = i + 0.5 + 0.7 * (number(i, j) - 0.5) - x;
                double qy = j + 0.5 + 0.7 * (number(i + 57, j + 113) - 0.5) - y;
                double distance = qx * qx + qy * qy;
                if (distance < nearest) {
                    second = nearest;
                    nearest = distance;
                    cx = i;
                    cy = j;
                    px = qx;
                    py = qy;
                } else if (distance < second) {
                    second = distance;
                }
            }
        }
        return new Cell(number(cx + 31, cy + 7), -px, -py, Math.sqrt(second) - Math.sqrt(nearest));
    }

    /**
     * A cell of cellular noise, seen from a place in it.
     *
     * @param number a number from 0 to 1 that belongs to the cell
     * @param dx how far the place lies right of the cell's middle
     * @param dy how far the place lies below the cell's middle
     * @param edge how much farther the next cell's middle is: 0 on the border
     */
    public record Cell(double number, double dx, double dy, double edge) {}

    private double slope(int corner, double x, double y, double z) {
        int h = table[corner & 511] & 15;
        double u = h < 8 ? x : y;
        double v = h < 4 ? y : h == 12 || h == 14 ? x : z;
        return ((h & 1) == 0 ? u : -u) + ((h & 2) == 0 ? v : -v);
    }

    private static int floor(double x) {
        int i = (int) x;
        return x < i ? i - 1 : i;
    }

    private static double fade(double t) {
        return t * t * t * (t * (t * 6 - 15) + 10);
    }
}
