package dev.atelier.testkit.samples;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.Random;

/** A pine drawn with a pen: a bent trunk, level boughs, fans of needles. */
final class InkPine {
    private static final Rgb INK = Rgb.of(20, 18, 24);

    private final Graphics2D pen;
    private final Random random;

    InkPine(Graphics2D pen, Random random) {
        this.pen = pen;
        this.random = random;
    }

    /** Draws one from its root upwards. */
    void grow(double x, double y, double height) {
        double px = x;
        double py = y;
        double lean = 0.1 * random.nextGaussian();
        int joints = 18;
        for (int i = 0; i < joints; i++) {
            double up = (double) i / joints;
            lean = 0.8 * lean + 0.16 * random.nextGaussian();
            double nx = px + lean * height / joints;
            double ny = py - height / joints;
            pen.setStroke(Canvas.round(height * 0.05 * (1 - 0.8 * up)));
            pen.setColor(INK.color());
            pen.draw(new Line2D.Double(px, py, nx, ny));
            if (up > 0.3 && random.nextDouble() < 0.75) {
                bough(nx, ny, -1, height * 0.36 * (1.15 - up));
            }
            if (up > 0.3 && random.nextDouble() < 0.75) {
                bough(nx, ny, 1, height * 0.36 * (1.15 - up));
            }
            px = nx;
            py = ny;
        }
    }

    private void bough(double x, double y, int side, double reach) {
        double length = reach * (0.5 + 0.7 * random.nextDouble());
        double endY = y + length * (0.16 * random.nextGaussian() - 0.12);
        Path2D wood = new Path2D.Double();
        wood.moveTo(x, y);
        wood.quadTo(x + side * length * 0.5, y + length * 0.2, x + side * length, endY);
        pen.setStroke(Canvas.round(1.8));
        pen.setColor(INK.color(0.85));
        pen.draw(wood);
        for (double part = 0.25; part < 1.05; part += 4.5 / length) {
            fan(x + side * length * part, y + (endY - y) * part + length * 0.12 * (1 - part));
        }
    }

    private void fan(double x, double y) {
        pen.setStroke(Canvas.round(0.85));
        for (int i = 0; i < 11; i++) {
            double angle = -Math.PI / 2 + (i - 5) * 0.27 + 0.1 * random.nextGaussian();
            double length = 9 + 8 * random.nextDouble();
            pen.setColor(INK.color(0.5 + 0.4 * random.nextDouble()));
            pen.draw(new Line2D.Double(x, y, x + length * Math.cos(angle), y + length * 0.75 * Math.sin(angle)));
        }
    }
}
