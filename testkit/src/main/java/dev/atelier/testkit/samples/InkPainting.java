package dev.atelier.testkit.samples;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/** Mountains in mist: washes of ink on warm paper, worked over with pen hatching that follows the rock. */
public final class InkPainting {
    private static final Rgb PAPER = Rgb.of(238, 222, 188);
    private static final Rgb INK = Rgb.of(26, 24, 30);
    private static final Rgb SEPIA = Rgb.of(112, 74, 48);
    private static final int RANGES = 4;

    private final int size;
    private final Noise noise = new Noise(167);

    /** @param size width and height in pixels */
    public InkPainting(int size) {
        this.size = size;
    }

    /** Paints the picture, opaque RGB. */
    public BufferedImage paint() {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                image.setRGB(x, y, washed(x, y).packed());
            }
        }
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.scale(size / 768.0, size / 768.0);
        Random random = new Random(173);
        hatch(pen, random, 38_000, 0.06, 0);
        hatch(pen, random, 22_000, 0.34, 0.9);
        outlines(pen, random);
        new InkPine(pen, random).grow(600, 790, 430);
        new InkPine(pen, random).grow(706, 790, 300);
        spatter(pen, random);
        pen.dispose();
        return image;
    }

    private Rgb washed(int px, int py) {
        double x = px * 768.0 / size;
        double y = py * 768.0 / size;
        double fibre = 0.035 * noise.fractal(x / 3, y / 1.6, 3) + 0.05 * noise.fractal(x / 170, y / 170, 4);
        Rgb paper = PAPER.times(1 + fibre);
        double ink = tone(x, y);
        double grain = 1 + 0.35 * noise.fractal(x / 2.2, y / 2.2, 2);
        Rgb tint = INK.mix(SEPIA, 0.5 + 0.8 * noise.fractal(x / 210, y / 150, 2));
        return paper.mix(tint, 0.86 * ink * grain);
    }

    /** How much ink there is to be at a place, 0 to 1. */
    private double tone(double x, double y) {
        double blot = 0.5 + 0.9 * noise.fractal(x / 90, y / 70, 5);
        int range = front(x, y);
        if (range < 0) {
            double fromMoon = Math.hypot(x - 236, y - 148);
            double halo = Ramp.smooth(62, 67, fromMoon) * Ramp.smooth(300, 60, fromMoon);
            return Ramp.clamp(0.16 * Ramp.smooth(0.4, 1, blot) + halo * (0.2 + 0.5 * blot));
        }
        double depth = y - ridge(range, x);
        double mist = Math.exp(-depth / (96 + 26 * range)) + 0.1 * range * Ramp.smooth(0.2, 0.9, blot);
        double pool = 0.35 * Ramp.bell((depth - 3) / 5);
        return Ramp.clamp((0.34 + 0.19 * range) * (mist * (0.22 + 1.25 * crag(range, x, depth)) + pool * (0.4 + blot)));
    }

    /** How deep in shade the rock is, 0 to 1: dark clefts run down and to the right, away from the moon. */
    private double crag(int range, double x, double depth) {
        double size = 46 + 12 * range;
        double bend = noise.fractal(x / 80, depth / 80 + 9 * range, 3);
        double cleft = noise.fractal((x - 0.45 * depth) / size + bend, depth / (2.6 * size) + 5 * range, 4);
        return Ramp.smooth(0.3, -0.12, Math.abs(cleft) - 0.25 * noise.at(x / 110, depth / 150 + range));
    }

    /** The nearest range that covers a place; -1 for the sky. */
    private int front(double x, double y) {
        for (int range = RANGES - 1; range >= 0; range--) {
            if (y > ridge(range, x)) {
                return range;
            }
        }
        return -1;
    }

    /** The line of a range of mountains, from the farthest, 0, to the nearest. */
    private double ridge(int range, double x) {
        double scale = 270 - 30 * range;
        double fold = 1 - 2.1 * Math.abs(noise.fractal(x / scale + 31.7 * range, 3.3 * range, 2));
        double peak = Math.max(0, fold) * Math.max(0, fold);
        double rugged = 26 * noise.fractal(x / 34, 5.1 * range, 4);
        return 330 + 132 * range - (205 - 22 * range) * peak - rugged;
    }

    private void hatch(Graphics2D pen, Random random, int strokes, double threshold, double turn) {
        for (int i = 0; i < strokes; i++) {
            double x = 768 * random.nextDouble();
            double y = 768 * random.nextDouble();
            double chance = random.nextDouble();
            double length = 10 + 20 * random.nextDouble();
            double weight = 0.45 + 0.6 * random.nextDouble();
            double dark = tone(x, y);
            int range = front(x, y);
            if (dark < threshold + (range < 0 ? 0.9 : 0.34) * chance) {
                continue;
            }
            double side = ridge(Math.max(0, range), x + 12) - ridge(Math.max(0, range), x - 12);
            double lie = range < 0 ? 0 : side > 0 ? 0.95 : 2.05;
            double angle = lie + turn + 0.35 * noise.fractal(x / 70, y / 70, 2);
            Path2D line = new Path2D.Double();
            line.moveTo(x, y);
            for (int step = 0; step < 4 && front(x, y) == range && tone(x, y) > 0.04; step++) {
                x += length / 4 * Math.cos(angle);
                y += length / 4 * Math.sin(angle);
                line.lineTo(x, y);
                angle += 0.05;
            }
            pen.setStroke(Canvas.round(weight * (0.6 + dark)));
            pen.setColor(INK.color(0.4 + 0.5 * dark));
            pen.draw(line);
        }
    }

    /** Broken brush lines along the ridges, thick where the brush was pressed. */
    private void outlines(Graphics2D pen, Random random) {
        for (int range = 0; range < RANGES; range++) {
            for (double x = -5; x < 773; x += 0.35) {
                double press = 0.5 + noise.fractal(x / 36, 7.7 * range, 3);
                double radius = (0.7 + 0.5 * range) * Ramp.clamp(press) * (0.8 + 0.4 * random.nextDouble());
                pen.setColor(INK.color(0.2 + 0.06 * range));
                pen.fill(new Ellipse2D.Double(x - radius, ridge(range, x) - radius, 2 * radius, 2 * radius));
            }
        }
    }

    private static void spatter(Graphics2D pen, Random random) {
        for (int i = 0; i < 260; i++) {
            double radius = 0.4 + 1.7 * Math.pow(random.nextDouble(), 4);
            pen.setColor(INK.color(0.3 + 0.5 * random.nextDouble()));
            double x = 768 * random.nextDouble();
            double y = 768 * random.nextDouble();
            pen.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
        }
        pen.setColor(Rgb.of(176, 44, 34).color(0.88));
        pen.fill(new RoundRectangle2D.Double(58, 640, 40, 44, 7, 7));
        pen.setColor(PAPER.color(0.9));
        pen.setStroke(Canvas.round(2.4));
        pen.draw(new Line2D.Double(66, 652, 90, 650));
        pen.draw(new Line2D.Double(78, 646, 77, 678));
        pen.draw(new Line2D.Double(67, 672, 76, 660));
        pen.draw(new Line2D.Double(79, 660, 91, 673));
    }
}
