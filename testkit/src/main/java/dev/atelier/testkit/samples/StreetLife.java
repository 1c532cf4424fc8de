package dev.atelier.testkit.samples;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** What stands and walks in the street: lamp posts, cafe tables, a couple under an umbrella. Drawn in metres. */
final class StreetLife {
    private static final Rgb IRON = Rgb.of(22, 24, 34);

    private StreetLife() {}

    static void lampPost(Graphics2D pen) {
        pen.setColor(IRON.color());
        pen.setStroke(Canvas.round(0.1));
        pen.draw(new Line2D.Double(0, 0, 0, -3.1));
        pen.fill(new Rectangle2D.Double(-0.13, -0.6, 0.26, 0.6));
        pen.setStroke(Canvas.round(0.05));
        pen.draw(new Line2D.Double(-0.3, -2.75, 0.3, -2.75));
        Path2D glass = new Path2D.Double();
        glass.moveTo(-0.11, -3.1);
        glass.lineTo(-0.2, -3.58);
        glass.lineTo(0.2, -3.58);
        glass.lineTo(0.11, -3.1);
        glass.closePath();
        pen.setColor(Rgb.of(255, 240, 196).color());
        pen.fill(glass);
        pen.setPaint(new RadialGradientPaint(0, -3.34f, 1.1f, new float[] {0, 0.22f, 1}, new Color[] {
            Rgb.of(255, 232, 170).color(0.75),
            Rgb.of(255, 200, 110).color(0.3),
            Rgb.of(255, 180, 90).color(0)
        }));
        pen.fill(new Ellipse2D.Double(-1.1, -4.44, 2.2, 2.2));
        pen.setStroke(Canvas.round(0.035));
        pen.setColor(IRON.color());
        pen.draw(glass);
        Path2D hood = new Path2D.Double();
        hood.moveTo(-0.25, -3.57);
        hood.lineTo(0, -3.85);
        hood.lineTo(0.25, -3.57);
        hood.closePath();
        pen.fill(hood);
    }

    static void table(Graphics2D pen) {
        pen.setColor(Rgb.of(46, 26, 18).color());
        pen.setStroke(Canvas.round(0.05));
        pen.draw(new Line2D.Double(0, 0, 0, -0.74));
        pen.draw(new Line2D.Double(-0.22, 0, 0.22, 0));
        for (double side : new double[] {-1, 1}) {
            pen.draw(new Line2D.Double(side * 0.62, 0, side * 0.66, -0.95));
            pen.draw(new Line2D.Double(side * 0.3, 0, side * 0.32, -0.46));
            pen.draw(new Line2D.Double(side * 0.3, -0.46, side * 0.66, -0.46));
        }
        pen.setColor(Rgb.of(252, 226, 160).color());
        pen.fill(new Ellipse2D.Double(-0.4, -0.84, 0.8, 0.18));
        pen.setColor(Rgb.of(168, 60, 36).color());
        pen.fill(new Rectangle2D.Double(-0.04, -0.98, 0.08, 0.2));
    }

    static void couple(Graphics2D pen, double seconds) {
        pen.setPaint(
                new RadialGradientPaint(0, 0, 1, new float[] {0, 1}, new Color[] {IRON.color(0.75), IRON.color(0)}));
        pen.fill(new Ellipse2D.Double(-0.9, -0.14, 1.8, 0.28));
        person(pen, -0.26, 1.0, Rgb.of(44, 38, 60), Math.sin(6 * seconds));
        person(pen, 0.26, 0.94, Rgb.of(128, 36, 38), Math.sin(6 * seconds + 1.2));
        pen.setColor(IRON.color());
        pen.setStroke(Canvas.round(0.035));
        pen.draw(new Line2D.Double(0, -1.15, 0, -2.15));
        Path2D roof = new Path2D.Double();
        roof.moveTo(-0.85, -1.72);
        roof.quadTo(-0.62, -2.25, 0, -2.28);
        roof.quadTo(0.62, -2.25, 0.85, -1.72);
        roof.quadTo(0.64, -1.82, 0.43, -1.72);
        roof.quadTo(0.21, -1.82, 0, -1.72);
        roof.quadTo(-0.21, -1.82, -0.43, -1.72);
        roof.quadTo(-0.64, -1.82, -0.85, -1.72);
        roof.closePath();
        pen.setPaint(new RadialGradientPaint(0.7f, -2.1f, 1.5f, new float[] {0, 1}, new Color[] {
            Rgb.of(206, 62, 44).color(), Rgb.of(70, 16, 34).color()
        }));
        pen.fill(roof);
        pen.setColor(Rgb.of(255, 206, 130).color(0.65));
        pen.setStroke(Canvas.round(0.03));
        Path2D rim = new Path2D.Double();
        rim.moveTo(0.05, -2.28);
        rim.quadTo(0.62, -2.25, 0.85, -1.72);
        pen.draw(rim);
    }

    private static void person(Graphics2D pen, double x, double size, Rgb coat, double step) {
        AffineTransform before = pen.getTransform();
        pen.translate(x, 0);
        pen.scale(size, size);
        pen.setColor(Rgb.of(18, 18, 28).color());
        pen.setStroke(Canvas.round(0.13));
        pen.draw(new Line2D.Double(-0.07, -0.6, -0.08, -0.04 - 0.1 * Math.max(0, step)));
        pen.draw(new Line2D.Double(0.08, -0.6, 0.09, -0.04 - 0.1 * Math.max(0, -step)));
        Path2D body = new Path2D.Double();
        body.moveTo(-0.24, -0.5);
        body.quadTo(-0.25, -1.2, -0.15, -1.42);
        body.lineTo(0.15, -1.42);
        body.quadTo(0.25, -1.2, 0.24, -0.5);
        body.closePath();
        pen.setColor(coat.color());
        pen.fill(body);
        pen.setColor(Rgb.of(255, 190, 110).color(0.55));
        pen.setStroke(Canvas.round(0.025));
        pen.draw(new Line2D.Double(0.23, -0.55, 0.18, -1.3));
        pen.setColor(Rgb.of(50, 32, 30).color());
        pen.fill(new Ellipse2D.Double(-0.12, -1.72, 0.24, 0.3));
        pen.setTransform(before);
    }
}
