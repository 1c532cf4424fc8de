package dev.atelier.testkit.samples;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.Random;

/** A near tree: a bent trunk, boughs, and leaves in clumps that the wind moves. */
final class Tree {
    private static final Rgb BARK = Rgb.of(72, 48, 42);

    private final Noise noise = new Noise(53);
    private final double foot;
    private final double root;

    /**
     * @param root where it stands, in units from the left
     * @param foot where it stands, in units from the top
     */
    Tree(double root, double foot) {
        this.root = root;
        this.foot = foot;
    }

    void paint(Graphics2D pen, double pan, double seconds) {
        AffineTransform before = pen.getTransform();
        pen.translate(root - pan, foot);
        bough(pen, new Random(3), 0, 0, -1.42, 128, 21, 0, seconds);
        pen.setTransform(before);
    }

    private void bough(
            Graphics2D pen,
            Random random,
            double u,
            double v,
            double angle,
            double length,
            double width,
            int level,
            double seconds) {
        double sway = 0.012 * (level + 1) * noise.at(0.7 * seconds + 3.1 * level, u / 190, v / 190);
        double bend = angle + (random.nextDouble() - 0.5) * 0.5 + sway;
        double endU = u + length * Math.cos(bend);
        double endV = v + length * Math.sin(bend);
        double side = angle + Math.PI / 2;
        double end = width * 0.68;
        Path2D wood = new Path2D.Double();
        wood.moveTo(u + width / 2 * Math.cos(side), v + width / 2 * Math.sin(side));
        wood.lineTo(endU + end / 2 * Math.cos(side), endV + end / 2 * Math.sin(side));
        wood.lineTo(endU - end / 2 * Math.cos(side), endV - end / 2 * Math.sin(side));
        wood.lineTo(u - width / 2 * Math.cos(side), v - width / 2 * Math.sin(side));
        wood.closePath();
        pen.setColor(BARK.color());
        pen.fill(wood);
        pen.fill(new Ellipse2D.Double(endU - end / 2, endV - end / 2, end, end));
        pen.setStroke(Canvas.round(width * 0.16));
        pen.setColor(Rgb.of(232, 160, 96).color(0.5));
        double rim = width * 0.36;
        double rimU = rim * Math.cos(side);
        double rimV = rim * Math.sin(side);
        pen.draw(new Line2D.Double(u + rimU, v + rimV, endU + 0.7 * rimU, endV + 0.7 * rimV));
        if (level >= 2) {
            leaves(pen, new Random(random.nextInt()), endU, endV, seconds);
        }
        if (level < 5) {
            int arms = level == 0 ? 3 : 2;
            for (int i = 0; i < arms; i++) {
                double spread = (i - (arms - 1) / 2.0) * (level == 0 ? 0.62 : 0.85);
                double next = bend + spread + (random.nextDouble() - 0.42) * 0.36;
                bough(
                        pen,
                        random,
                        endU,
                        endV,
                        next,
                        length * (0.68 + 0.14 * random.nextDouble()),
                        end,
                        level + 1,
                        seconds);
            }
        }
    }

    private void leaves(Graphics2D pen, Random random, double u, double v, double seconds) {
        for (int i = 0; i < 52; i++) {
            double dx = random.nextGaussian() * 19;
            double dy = random.nextGaussian() * 13;
            double flutter = noise.at((u + dx) / 60, (v + dy) / 60, 1.6 * seconds);
            double light = Ramp.clamp(0.36
                    + dx / 62
                    - dy / 46
                    + 0.35 * noise.at((u + dx) / 24, (v + dy) / 24)
                    + 0.12 * flutter
                    + 0.25 * (random.nextDouble() - 0.5));
            Rgb leaf = Rgb.of(30, 44, 26)
                    .mix(Rgb.of(98, 112, 38), light * 1.7)
                    .mix(Rgb.of(238, 184, 82), Ramp.smooth(0.5, 1, light));
            AffineTransform before = pen.getTransform();
            pen.translate(u + dx + 3 * flutter, v + dy + 1.5 * flutter);
            pen.rotate(random.nextDouble() * 3.1 + flutter * 0.7);
            pen.setColor(leaf.color());
            double size = 3.2 + 2.2 * random.nextDouble();
            pen.fill(new Ellipse2D.Double(-size, -size * 0.42, 2 * size, size * 0.84));
            pen.setTransform(before);
        }
    }
}
