package dev.atelier.testkit.samples;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.Random;

/** A near bank of tall grass and flowers that sways as gusts run over it. */
final class Meadow {
    private static final Rgb[] PETALS = {
        Rgb.of(222, 58, 38), Rgb.of(236, 84, 44), Rgb.of(252, 240, 214), Rgb.of(252, 204, 66), Rgb.of(146, 110, 196)
    };

    private final Noise noise = new Noise(41);

    void paint(Canvas canvas, Graphics2D pen, double pan, double seconds) {
        canvas.shade(540, 1e4, (u, v, below) -> {
            double depth = v - edge(u + pan) - 14 * noise.fractal((u + pan) / 26, 2.2, 3);
            if (depth < 0) {
                return below;
            }
            double tone = noise.fractal((u + pan) / 34, v / 26, 4);
            return Rgb.of(74, 84, 34).mix(Rgb.of(30, 42, 26), depth / 90 + tone).packed();
        });
        Random random = new Random(17);
        for (int row = 0; row < 6; row++) {
            for (int i = 0; i < 330; i++) {
                plant(pen, random, row, pan, seconds);
            }
        }
    }

    /** The top of the bank, in units from the top of the picture. */
    private static double edge(double x) {
        return 690 - 74 * Ramp.smooth(520, 60, x) - 46 * Ramp.smooth(900, 1420, x);
    }

    private void plant(Graphics2D pen, Random random, int row, double pan, double seconds) {
        double x = -60 + 1540 * random.nextDouble();
        double height = (24 + 34 * random.nextDouble()) * (0.8 + 0.13 * row);
        double lean = random.nextGaussian() * 7;
        double tone = random.nextDouble();
        double kind = random.nextDouble();
        int petal = random.nextInt(PETALS.length);
        double width = 1.1 + 1.3 * random.nextDouble();
        double foot = edge(x) + 12 + 19 * row;
        double gust = noise.at(x / 210 - 0.75 * seconds, 0.4 * seconds + row * 0.2) * 17
                + noise.at(x / 40, 1.5 * seconds, row) * 5;
        double tipU = x - pan + lean + 6 + gust;
        double tipV = foot - height + 0.012 * gust * gust;
        Path2D blade = new Path2D.Double();
        blade.moveTo(x - pan - width, foot);
        blade.quadTo(x - pan + lean * 0.2 - width * 0.6, foot - height * 0.6, tipU, tipV);
        blade.quadTo(x - pan + lean * 0.2 + width * 0.8, foot - height * 0.6, x - pan + width, foot);
        blade.closePath();
        Rgb green = Rgb.of(52, 74, 30).mix(Rgb.of(196, 172, 74), tone * tone * (1 - 0.09 * row) + 0.012 * gust);
        pen.setColor(green.times(1.05 - 0.06 * row).color());
        pen.fill(blade);
        if (kind < 0.07) {
            flower(pen, tipU, tipV, 2 + 0.38 * row + 1.6 * tone, PETALS[petal], lean / 20);
        } else if (kind < 0.3) {
            ear(pen, tipU, tipV, gust);
        }
    }

    private static void ear(Graphics2D pen, double u, double v, double gust) {
        AffineTransform before = pen.getTransform();
        pen.translate(u, v);
        pen.rotate(0.25 + gust / 45);
        pen.setColor(Rgb.of(238, 198, 112).color(0.9));
        pen.fill(new Ellipse2D.Double(-1.3, -9, 2.6, 10));
        pen.setTransform(before);
    }

    private static void flower(Graphics2D pen, double u, double v, double size, Rgb petal, double turn) {
        AffineTransform before = pen.getTransform();
        pen.translate(u, v);
        pen.rotate(turn);
        for (int i = 0; i < 5; i++) {
            pen.setColor(petal.times(i < 2 ? 0.72 : 1.05).color());
            pen.fill(new Ellipse2D.Double(-size * 0.45, -size * 1.15, size * 0.9, size * 1.2));
            pen.rotate(2 * Math.PI / 5);
        }
        pen.setColor(Rgb.of(84, 56, 30).color());
        pen.fill(new Ellipse2D.Double(-size * 0.28, -size * 0.28, size * 0.56, size * 0.56));
        pen.setTransform(before);
    }
}
