package dev.atelier.testkit.samples;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;

/**
 * A mosaic of irregular glass stones in jewel colours, set in dark grout: a sun over hills, leaves and water. The
 * stones are the cells of a Voronoi diagram, evened out by Lloyd's method (1982).
 */
public final class MosaicPainting {
    /** The picture's width in the units that all places are given in. */
    private static final double WIDTH = 768;

    private static final int COLUMNS = 46;
    private static final double SPACING = WIDTH / COLUMNS;
    private static final Rgb GROUT = Rgb.of(44, 36, 38);

    private final int size;
    private final Noise noise = new Noise(151);
    private final double[] middleX;
    private final double[] middleY;

    /** @param size width and height in pixels */
    public MosaicPainting(int size) {
        this.size = size;
        this.middleX = new double[COLUMNS * COLUMNS];
        this.middleY = new double[COLUMNS * COLUMNS];
    }

    /** Paints the picture, opaque RGB. */
    public BufferedImage paint() {
        Random random = new Random(157);
        for (int i = 0; i < middleX.length; i++) {
            int row = i / COLUMNS;
            middleX[i] = (i % COLUMNS + 0.5 + 1.1 * (random.nextDouble() - 0.5)) * SPACING;
            middleY[i] = (row + 0.5 + 1.1 * (random.nextDouble() - 0.5)) * SPACING;
        }
        even();
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                image.setRGB(x, y, colour(x * WIDTH / size, y * WIDTH / size).packed());
            }
        }
        return image;
    }

    private void even() {
        double[] sumX = new double[middleX.length];
        double[] sumY = new double[middleX.length];
        int[] count = new int[middleX.length];
        for (int y = 0; y < WIDTH; y += 2) {
            for (int x = 0; x < WIDTH; x += 2) {
                int stone = stones(x, y).nearest;
                sumX[stone] += x;
                sumY[stone] += y;
                count[stone]++;
            }
        }
        for (int i = 0; i < middleX.length; i++) {
            if (count[i] > 0) {
                middleX[i] = Ramp.mix(middleX[i], sumX[i] / count[i], 0.7);
                middleY[i] = Ramp.mix(middleY[i], sumY[i] / count[i], 0.7);
            }
        }
    }

    /**
     * The stones at a place.
     *
     * @param border the distance to the border with the nearest other stone, in units
     */
    private record Stones(int nearest, double border) {}

    private Stones stones(double x, double y) {
        int column = (int) (x / SPACING);
        int row = (int) (y / SPACING);
        int[] near = new int[25];
        int count = 0;
        int best = -1;
        double least = Double.MAX_VALUE;
        for (int j = Math.max(0, row - 2); j <= Math.min(COLUMNS - 1, row + 2); j++) {
            for (int i = Math.max(0, column - 2); i <= Math.min(COLUMNS - 1, column + 2); i++) {
                int stone = j * COLUMNS + i;
                near[count++] = stone;
                double square = square(stone, x, y);
                if (square < least) {
                    least = square;
                    best = stone;
                }
            }
        }
        int nearest = best;
        double from = least;
        double border = Arrays.stream(near, 0, count)
                .filter(s -> s != nearest)
                .mapToDouble(s -> (square(s, x, y) - from)
                        / (2 * Math.hypot(middleX[s] - middleX[nearest], middleY[s] - middleY[nearest])))
                .min()
                .orElse(Double.MAX_VALUE);
        return new Stones(nearest, border);
    }

    private double square(int stone, double x, double y) {
        double dx = middleX[stone] - x;
        double dy = middleY[stone] - y;
        return dx * dx + dy * dy;
    }

    private Rgb colour(double x, double y) {
        double wobble = 1.2 * noise.at(x / 5.0, y / 5.0);
        Stones stones = stones(x + wobble, y + 1.2 * noise.at(x / 5.0 + 50, y / 5.0));
        int stone = stones.nearest;
        double cx = middleX[stone];
        double cy = middleY[stone];
        Random random = new Random(stone * 7919L);
        random.nextDouble();
        double tone = random.nextDouble() - 0.5;
        double tilt = 2 * Math.PI * random.nextDouble();
        Rgb glass = composition((cx + 7 * random.nextGaussian()) / WIDTH, (cy + 7 * random.nextGaussian()) / WIDTH)
                .times(1 + 0.5 * tone);
        double dx = (x - cx) / SPACING;
        double dy = (y - cy) / SPACING;
        double sheen = 0.32 * (dx * Math.cos(tilt) + dy * Math.sin(tilt));
        double bevel = Ramp.smooth(4.2, 1.4, stones.border) * (dx + dy > 0 ? -0.3 : 0.26);
        double cloud = 0.12 * noise.fractal(x / 7.0, y / 7.0, 3);
        Rgb lit =
                glass.times(1 + sheen + bevel + cloud).plus(Rgb.of(255, 255, 255), 0.1 * Ramp.smooth(0.12, 0.3, sheen));
        double mortar = Ramp.smooth(1.7, 0.9, stones.border);
        return lit.mix(GROUT.times(1 + 0.6 * noise.fractal(x / 2.5, y / 2.5, 2)), mortar);
    }

    /** What the mosaic shows, at places from 0 to 1. */
    private Rgb composition(double x, double y) {
        double fromSun = Math.hypot(x - 0.42, y - 0.36);
        double ray = 0.5 + 0.5 * Math.sin(Math.atan2(y - 0.36, x - 0.42) * 14);
        Rgb sky = Rgb.of(24, 74, 176)
                .mix(Rgb.of(36, 160, 190), ray)
                .mix(Rgb.of(98, 44, 150), Ramp.smooth(0.36, 0.68, fromSun));
        if (fromSun < 0.3 + 0.035 * ray) {
            sky = Rgb.of(214, 42, 52).mix(Rgb.of(246, 138, 26), ray);
        }
        if (fromSun < 0.2) {
            sky = Rgb.of(250, 186, 40);
        }
        if (fromSun < 0.125) {
            sky = Rgb.of(255, 232, 146);
        }
        double hill = 0.62 + 0.08 * Math.sin(x * 7 + 0.8);
        double wave = 0.78 + 0.035 * Math.sin(x * 11);
        if (y > wave) {
            double band = Math.sin((y - 0.035 * Math.sin(x * 11)) * 62);
            Rgb water = band > 0.25 ? Rgb.of(22, 148, 172) : Rgb.of(18, 62, 140);
            return band > 0.85 ? Rgb.of(214, 236, 216) : water;
        }
        if (y > hill) {
            double stripe = Math.sin((y - hill) * 58);
            return stripe > 0.5 ? Rgb.of(206, 180, 46) : Rgb.of(18, 134, 84).mix(Rgb.of(12, 82, 66), (y - hill) * 6);
        }
        return y > hill - 0.028 ? Rgb.of(150, 24, 76) : sky;
    }
}
