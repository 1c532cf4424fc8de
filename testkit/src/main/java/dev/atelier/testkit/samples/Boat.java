package dev.atelier.testkit.samples;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/** A sailing boat with two sails that the sun shines through; it rolls and pitches a little. */
final class Boat {
    private static final Rgb SAIL = Rgb.of(255, 226, 176);
    private static final Rgb RUST = Rgb.of(206, 92, 46);

    private final double waterline;
    private final double size;

    /** @param size units a metre or so: the mast is 10 high */
    Boat(double waterline, double size) {
        this.waterline = waterline;
        this.size = size;
    }

    /** Where the hull meets the water, in units from the top. */
    double waterline() {
        return waterline;
    }

    void paint(Graphics2D pen, double u, double seconds) {
        AffineTransform before = pen.getTransform();
        pen.translate(u, waterline + 1.6 * Math.sin(1.7 * seconds));
        pen.scale(size, size);
        pen.rotate(0.045 + 0.03 * Math.sin(1.25 * seconds + 0.6));
        double belly = 0.35 + 0.08 * Math.sin(1.9 * seconds);
        rigging(pen);
        mainSail(pen, belly);
        jib(pen, belly);
        hull(pen);
        sailor(pen);
        pen.setTransform(before);
    }

    private static void rigging(Graphics2D pen) {
        pen.setColor(Rgb.of(70, 44, 34).color());
        pen.setStroke(Canvas.round(0.13));
        pen.draw(new Line2D.Double(0.4, -0.6, 0.4, -10));
        pen.setStroke(Canvas.round(0.1));
        pen.draw(new Line2D.Double(0.4, -1.7, -3.5, -1.5));
        pen.setStroke(Canvas.round(0.035));
        pen.draw(new Line2D.Double(0.4, -9.9, 4.7, -1));
        pen.draw(new Line2D.Double(0.4, -9.9, -3.9, -0.9));
        Path2D flag = new Path2D.Double();
        flag.moveTo(0.4, -10);
        flag.quadTo(-0.2, -10.2, -0.8, -9.8);
        flag.quadTo(-0.2, -9.7, 0.4, -9.5);
        flag.closePath();
        pen.setColor(Rgb.of(214, 60, 44).color());
        pen.fill(flag);
    }

    private static void mainSail(Graphics2D pen, double belly) {
        Path2D sail = new Path2D.Double();
        sail.moveTo(0.3, -9.6);
        sail.quadTo(-1.6 - belly, -5.5, -3.5, -1.7);
        sail.quadTo(-1.6, -1.4 + belly, 0.3, -1.85);
        sail.closePath();
        pen.setPaint(new LinearGradientPaint(-3.6f, -2, 0.6f, -3.4f, new float[] {0, 0.35f, 0.75f, 1}, new Color[] {
            SAIL.color(),
            Rgb.of(255, 242, 208).color(),
            Rgb.of(238, 180, 118).color(),
            Rgb.of(186, 124, 92).color()
        }));
        pen.fill(sail);
        seams(pen, sail);
    }

    private static void jib(Graphics2D pen, double belly) {
        Path2D sail = new Path2D.Double();
        sail.moveTo(0.65, -8.8);
        sail.quadTo(3.1, -4.4, 4.5, -1.15);
        sail.quadTo(2.2, -1.1 + belly, 0.75, -1.7);
        sail.quadTo(1.4 + belly, -5, 0.65, -8.8);
        sail.closePath();
        pen.setPaint(new LinearGradientPaint(0.6f, -3, 4.2f, -2, new float[] {0, 0.5f, 1}, new Color[] {
            RUST.times(1.3).color(), RUST.color(), RUST.times(0.62).color()
        }));
        pen.fill(sail);
        seams(pen, sail);
    }

    private static void seams(Graphics2D pen, Path2D sail) {
        Shape all = pen.getClip();
        pen.clip(sail);
        pen.setStroke(Canvas.round(0.045));
        pen.setColor(Rgb.of(120, 70, 44).color(0.4));
        for (double v = -9; v < -1; v += 1.05) {
            pen.draw(new Line2D.Double(-4, v + 0.7, 5, v - 0.2));
        }
        pen.setClip(all);
    }

    private static void hull(Graphics2D pen) {
        Path2D hull = new Path2D.Double();
        hull.moveTo(-4, -1);
        hull.quadTo(0, -0.55, 4.9, -1.3);
        hull.quadTo(4.2, -0.2, 3.2, 0.35);
        hull.lineTo(-3.3, 0.35);
        hull.quadTo(-3.9, -0.2, -4, -1);
        hull.closePath();
        pen.setPaint(new GradientPaint(
                -2, -1, Rgb.of(132, 66, 44).color(), 0, 0.4f, Rgb.of(52, 26, 30).color()));
        pen.fill(hull);
        Shape all = pen.getClip();
        pen.clip(hull);
        pen.setStroke(Canvas.round(0.05));
        pen.setColor(Rgb.of(30, 16, 20).color(0.5));
        for (double v = -0.5; v < 0.4; v += 0.28) {
            pen.draw(new Line2D.Double(-4, v - 0.2, 5, v - 0.32));
        }
        pen.setClip(all);
        Path2D rail = new Path2D.Double();
        rail.moveTo(-4, -1);
        rail.quadTo(0, -0.55, 4.9, -1.3);
        pen.setStroke(Canvas.round(0.14));
        pen.setColor(Rgb.of(244, 196, 128).color());
        pen.draw(rail);
    }

    private static void sailor(Graphics2D pen) {
        pen.setColor(Rgb.of(38, 52, 84).color());
        pen.fill(new Ellipse2D.Double(-2.95, -1.85, 0.62, 1.1));
        pen.setColor(Rgb.of(216, 150, 110).color());
        pen.fill(new Ellipse2D.Double(-2.82, -2.22, 0.38, 0.42));
        pen.setColor(Rgb.of(232, 196, 96).color());
        pen.fill(new Ellipse2D.Double(-2.95, -2.3, 0.62, 0.2));
    }
}
