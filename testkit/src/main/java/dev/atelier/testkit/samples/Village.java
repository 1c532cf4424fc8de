package dev.atelier.testkit.samples;

import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Random;

/** A row of old houses along a quay, a church among them. */
final class Village {
    private static final Rgb[] WALLS = {
        Rgb.of(232, 204, 160),
        Rgb.of(214, 142, 104),
        Rgb.of(238, 222, 196),
        Rgb.of(176, 96, 84),
        Rgb.of(150, 158, 172),
        Rgb.of(222, 178, 108)
    };
    private static final Rgb[] ROOFS = {Rgb.of(150, 74, 56), Rgb.of(120, 62, 58), Rgb.of(92, 74, 84)};

    private final double left;
    private final double right;
    private final double foot;

    Village(double left, double right, double foot) {
        this.left = left;
        this.right = right;
        this.foot = foot;
    }

    void paint(Graphics2D pen, double pan) {
        Random random = new Random(5);
        houses(pen, pan, random, foot - 13, 0.8);
        church(pen, left + 0.47 * (right - left) - pan);
        houses(pen, pan, random, foot, 1);
        quay(pen, pan, random);
    }

    private void houses(Graphics2D pen, double pan, Random random, double ground, double size) {
        double u = left + 20 * random.nextDouble();
        while (u < right - 20) {
            double width = size * (17 + 15 * random.nextDouble());
            double height = size * (20 + 17 * random.nextDouble());
            Rgb wall = WALLS[random.nextInt(WALLS.length)].mix(Rgb.of(216, 160, 130), 0.3);
            Rgb roof = ROOFS[random.nextInt(ROOFS.length)];
            house(pen, random, u - pan, ground, width, height, wall, roof);
            u += width * (0.9 + 0.25 * random.nextDouble());
        }
    }

    private static void house(
            Graphics2D pen, Random random, double u, double ground, double width, double height, Rgb wall, Rgb roof) {
        double eaves = ground - height;
        double ridge = eaves - width * (0.3 + 0.25 * random.nextDouble());
        pen.setPaint(new GradientPaint(
                (float) u,
                0,
                wall.times(1.04).color(),
                (float) (u + width),
                0,
                wall.times(0.55).color()));
        pen.fill(new Rectangle2D.Double(u, eaves, width, height));
        boolean gable = random.nextBoolean();
        Path2D top = new Path2D.Double();
        top.moveTo(u - 1.5, eaves + 1);
        top.lineTo(gable ? u + width / 2 : u + 3, ridge);
        top.lineTo(gable ? u + width / 2 : u + width - 3, ridge);
        top.lineTo(u + width + 1.5, eaves + 1);
        top.closePath();
        pen.setPaint(new GradientPaint(
                (float) u,
                0,
                roof.times(1.35).color(),
                (float) (u + width),
                0,
                roof.times(0.7).color()));
        pen.fill(top);
        pen.setColor(roof.times(0.5).color(0.6));
        pen.fill(new Rectangle2D.Double(u + width * 0.68, ridge - 4, 3, 8));
        int columns = Math.max(2, (int) (width / 7));
        for (double v = eaves + 5; v < ground - 7; v += 9.5) {
            for (int i = 0; i < columns; i++) {
                boolean lit = random.nextDouble() < 0.3;
                pen.setColor(
                        lit ? Rgb.of(255, 218, 128).color() : Rgb.of(66, 56, 74).color(0.8));
                double x = u + (i + 0.5) * width / columns - 1.5;
                pen.fill(new Rectangle2D.Double(x, v, 3, 4.6));
            }
        }
    }

    private void church(Graphics2D pen, double u) {
        Rgb stone = Rgb.of(214, 184, 156);
        pen.setPaint(new GradientPaint(
                (float) (u - 9),
                0,
                stone.color(),
                (float) (u + 9),
                0,
                stone.times(0.55).color()));
        pen.fill(new Rectangle2D.Double(u - 8, foot - 88, 16, 80));
        Path2D spire = new Path2D.Double();
        spire.moveTo(u - 10, foot - 87);
        spire.lineTo(u, foot - 134);
        spire.lineTo(u + 10, foot - 87);
        spire.closePath();
        pen.setPaint(new GradientPaint(
                (float) (u - 10),
                0,
                Rgb.of(138, 132, 128).color(),
                (float) (u + 8),
                0,
                Rgb.of(62, 66, 84).color()));
        pen.fill(spire);
        pen.setColor(Rgb.of(62, 50, 62).color());
        pen.fill(new Rectangle2D.Double(u - 2, foot - 80, 4, 9));
    }

    private void quay(Graphics2D pen, double pan, Random random) {
        for (double u = left - 10; u < right + 6; u += 9) {
            Rgb stone = Rgb.of(128, 104, 98).times(0.7 + 0.45 * random.nextDouble());
            pen.setColor(stone.color());
            pen.fill(new Rectangle2D.Double(u - pan, foot - 3, 9.5, 7));
        }
        for (int i = 0; i < 7; i++) {
            double u = left + 15 + (right - left - 30) * (i + 0.6 * random.nextDouble()) / 7 - pan;
            pen.setStroke(Canvas.round(1.1));
            pen.setColor(Rgb.of(58, 42, 44).color());
            pen.draw(new Line2D.Double(u, foot + 3, u + 0.6, foot - 22 - 12 * random.nextDouble()));
            Path2D hull = new Path2D.Double();
            hull.moveTo(u - 10, foot - 2);
            hull.quadTo(u, foot + 11, u + 11, foot - 3);
            hull.closePath();
            pen.setColor(WALLS[random.nextInt(WALLS.length)].times(0.62).color());
            pen.fill(hull);
        }
    }
}
