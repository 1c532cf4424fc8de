package dev.atelier.testkit.samples;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;

/**
 * An oil painting in thick strokes that swirl around two lights over a dark shore. Broad strokes are laid first and
 * finer ones over them; the paint's relief, with the furrows of the bristles, is lit from the upper left.
 */
public final class StrokePainting {
    private final int size;
    private final Noise noise = new Noise(131);
    private final FlowField flow = new FlowField(this::potential);
    private final Rgb[] paint;
    private final double[] relief;

    /** @param size width and height in pixels */
    public StrokePainting(int size) {
        this.size = size;
        this.paint = new Rgb[size * size];
        this.relief = new double[size * size];
    }

    /** Paints the picture, opaque RGB. */
    public BufferedImage paint() {
        Arrays.fill(paint, Rgb.of(38, 50, 92));
        Random random = new Random(137);
        double unit = size / 768.0;
        layer(random, 30 * unit, 150 * unit, 2600);
        layer(random, 17 * unit, 100 * unit, 5200);
        layer(random, 10 * unit, 64 * unit, 6200);
        layer(random, 6 * unit, 44 * unit, 3800);
        return lit();
    }

    private void layer(Random random, double width, double length, int strokes) {
        for (int i = 0; i < strokes; i++) {
            double x = size * (1.1 * random.nextDouble() - 0.05);
            double y = size * (1.1 * random.nextDouble() - 0.05);
            double wide = width * (0.7 + 0.6 * random.nextDouble());
            double longer = length * (0.6 + 0.8 * random.nextDouble());
            stroke(x, y, wide, longer, dab(x, y, random), random.nextInt(1000));
        }
    }

    /** The colour on the brush: the composition's, strayed to a neighbour on the palette now and then. */
    private Rgb dab(double x, double y, Random random) {
        Rgb colour = composition(x / size + 0.025 * random.nextGaussian(), y / size + 0.025 * random.nextGaussian());
        double stray = random.nextDouble();
        Rgb other = stray < 0.1
                ? Rgb.of(246, 176, 44)
                : stray < 0.22 ? Rgb.of(30, 60, 150) : stray < 0.34 ? Rgb.of(116, 178, 206) : colour;
        return colour.mix(other, 0.38).times(0.86 + 0.3 * random.nextDouble());
    }

    private void stroke(double x, double y, double width, double length, Rgb colour, int bristles) {
        double steps = length * 2;
        double px = x;
        double py = y;
        for (int i = 0; i < steps; i++) {
            double along = i / steps;
            double angle = flow.angle(px, py);
            double half = width / 2 * Math.sqrt(Math.min(1, Math.min(along * 9, (1 - along) * 4) + 0.05));
            double load = 1 - 0.45 * along;
            for (double across = -half; across <= half; across += 0.5) {
                int cx = (int) (px - Math.sin(angle) * across);
                int cy = (int) (py + Math.cos(angle) * across);
                if (cx < 0 || cy < 0 || cx >= size || cy >= size) {
                    continue;
                }
                double side = across / half;
                double furrow = noise.at(across * 0.62 + bristles, along * length / 55, bristles * 0.7);
                if (furrow < -0.45 && along > 0.6) {
                    continue;
                }
                int at = cy * size + cx;
                double edge = Ramp.smooth(0.55, 0.9, Math.abs(side)) * 0.35;
                relief[at] =
                        0.25 * relief[at] + load * Math.sqrt(width) * (1 - side * side * 0.6 + edge + 0.75 * furrow);
                paint[at] = colour.times(1 + 0.2 * furrow).mix(paint[at], 0.1 + 0.12 * along);
            }
            px += 0.5 * Math.cos(angle);
            py += 0.5 * Math.sin(angle);
        }
    }

    private BufferedImage lit() {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double dx = smoothed(x + 1, y) - smoothed(x - 1, y);
                double dy = smoothed(x, y + 1) - smoothed(x, y - 1);
                double facing = Math.max(-1.2, Math.min(1.6, -(dx + 1.2 * dy) * 0.3));
                double gleam = Ramp.smooth(0.5, 1.4, facing) * 0.2;
                Rgb colour = paint[y * size + x].times(0.97 + 0.3 * facing).plus(Rgb.of(255, 248, 226), gleam);
                image.setRGB(x, y, colour.packed());
            }
        }
        return image;
    }

    private double smoothed(int x, int y) {
        return (height(x, y) * 2 + height(x - 1, y) + height(x + 1, y) + height(x, y - 1) + height(x, y + 1)) / 6;
    }

    private double height(int x, int y) {
        return relief[Math.max(0, Math.min(size - 1, y)) * size + Math.max(0, Math.min(size - 1, x))];
    }

    /** What is painted, at places from 0 to 1: a sky of blues with two lights, and a shore below. */
    private Rgb composition(double x, double y) {
        double wave = noise.fractal(x * 2.6, y * 3.4, 4);
        Rgb sky = Rgb.of(26, 52, 138)
                .mix(Rgb.of(66, 126, 190), Ramp.smooth(-0.25, 0.25, wave))
                .mix(Rgb.of(158, 204, 208), Ramp.smooth(0.2, 0.45, wave));
        sky = light(sky, Math.hypot(x - 0.68, y - 0.29), 0.2);
        sky = light(sky, Math.hypot(x - 0.22, y - 0.2), 0.1);
        double glow = Ramp.bell((y - 0.66) / 0.1);
        sky = sky.mix(Rgb.of(244, 164, 62), 0.75 * glow).mix(Rgb.of(226, 92, 40), 0.6 * Ramp.bell((y - 0.72) / 0.045));
        double shore = 0.76 + 0.07 * noise.fractal(x * 2.2, 8, 3) - 0.1 * Ramp.smooth(0.5, 0, x);
        Rgb land = Rgb.of(18, 34, 76)
                .mix(Rgb.of(38, 92, 104), Ramp.smooth(-0.2, 0.3, noise.fractal(x * 5, y * 9, 3)))
                .mix(Rgb.of(206, 132, 52), 0.75 * Ramp.smooth(0.16, 0.36, noise.fractal(x * 6 + 9, y * 10, 3)));
        return sky.mix(land, Ramp.smooth(-0.01, 0.015, y - shore));
    }

    private static Rgb light(Rgb sky, double distance, double radius) {
        double rings = 0.5 + 0.5 * Math.cos(distance / radius * 9);
        Rgb warm = Rgb.of(250, 206, 78).mix(Rgb.of(240, 140, 36), rings * Ramp.smooth(0.3, 0.6, distance / radius));
        return sky.mix(warm, Ramp.smooth(1.35, 0.7, distance / radius))
                .mix(Rgb.of(255, 242, 178), Ramp.smooth(0.42, 0.25, distance / radius));
    }

    private double potential(double px, double py) {
        double x = px / size;
        double y = py / size;
        double swirl = 0.62 * noise.fractal(x * 2.3, y * 2.9, 2);
        double around = 1.1 * Ramp.bell(Math.hypot(x - 0.68, y - 0.29) / 0.27)
                - 0.75 * Ramp.bell(Math.hypot(x - 0.22, y - 0.2) / 0.16)
                - 0.45 * Ramp.bell(Math.hypot(x - 0.4, y - 0.46) / 0.15);
        double calm = Ramp.smooth(0.62, 0.8, y);
        return (swirl + around) * (1 - 0.6 * calm) + y * (0.35 + 0.9 * calm);
    }
}
