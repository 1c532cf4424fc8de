package dev.atelier.testkit.samples;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** A white tower with red bands and a burning lamp. */
final class Lighthouse {
    private final double u;
    private final double foot;
    private final double height;

    Lighthouse(double u, double foot, double height) {
        this.u = u;
        this.foot = foot;
        this.height = height;
    }

    void paint(Graphics2D pen, double pan, double seconds) {
        double x = u - pan;
        double top = foot - height;
        double base = height * 0.105;
        double neck = height * 0.066;
        Path2D tower = new Path2D.Double();
        tower.moveTo(x - base, foot);
        tower.quadTo(x - neck * 1.05, foot - height * 0.5, x - neck, top);
        tower.lineTo(x + neck, top);
        tower.quadTo(x + neck * 1.05, foot - height * 0.5, x + base, foot);
        tower.closePath();
        pen.setPaint(round(x, base, Rgb.of(255, 240, 216)));
        pen.fill(tower);
        Shape all = pen.getClip();
        pen.clip(tower);
        pen.setPaint(round(x, base, Rgb.of(206, 66, 46)));
        pen.fill(new Rectangle2D.Double(x - base, top + height * 0.12, 2 * base, height * 0.19));
        pen.fill(new Rectangle2D.Double(x - base, top + height * 0.52, 2 * base, height * 0.19));
        pen.setClip(all);
        pen.setColor(Rgb.of(60, 48, 60).color());
        for (double part : new double[] {0.2, 0.45, 0.72}) {
            pen.fill(new Rectangle2D.Double(x + neck * 0.1, top + height * part, height * 0.022, height * 0.045));
        }
        lantern(pen, x, top, neck, seconds);
        cottage(pen, x + base * 1.2, height * 0.3);
    }

    private void lantern(Graphics2D pen, double x, double top, double neck, double seconds) {
        double h = height * 0.11;
        double beat = 0.75 + 0.25 * Math.sin(2 * Math.PI * seconds / 2.4);
        pen.setColor(Rgb.of(64, 52, 62).color());
        pen.fill(new Rectangle2D.Double(x - neck * 1.5, top - 3, neck * 3, 4));
        pen.setColor(Rgb.of(255, 226, 140).mix(Rgb.of(255, 250, 224), beat).color());
        pen.fill(new Rectangle2D.Double(x - neck * 0.72, top - h, neck * 1.44, h - 3));
        pen.setColor(Rgb.of(70, 50, 56).color());
        pen.setStroke(Canvas.round(1));
        for (double part : new double[] {-0.7, 0, 0.7}) {
            pen.draw(new Line2D.Double(x + neck * part, top - h, x + neck * part, top - 3));
        }
        Path2D dome = new Path2D.Double();
        dome.moveTo(x - neck, top - h);
        dome.quadTo(x, top - h * 2.1, x + neck, top - h);
        dome.closePath();
        pen.setPaint(round(x, neck, Rgb.of(188, 58, 44)));
        pen.fill(dome);
        double reach = 58;
        pen.setPaint(new RadialGradientPaint(
                (float) x, (float) (top - h / 2), (float) reach, new float[] {0, 0.25f, 1}, new Color[] {
                    Rgb.of(255, 240, 190).color(0.8 * beat),
                    Rgb.of(255, 226, 150).color(0.28 * beat),
                    Rgb.of(255, 214, 130).color(0)
                }));
        pen.fill(new Ellipse2D.Double(x - reach, top - h / 2 - reach, 2 * reach, 2 * reach));
    }

    private void cottage(Graphics2D pen, double x, double size) {
        pen.setPaint(round(x + size * 0.5, size, Rgb.of(240, 220, 190)));
        pen.fill(new Rectangle2D.Double(x, foot - size * 0.5, size * 1.2, size * 0.6));
        Path2D roof = new Path2D.Double();
        roof.moveTo(x - 3, foot - size * 0.48);
        roof.lineTo(x + size * 0.2, foot - size * 0.9);
        roof.lineTo(x + size, foot - size * 0.9);
        roof.lineTo(x + size * 1.2 + 3, foot - size * 0.48);
        roof.closePath();
        pen.setPaint(round(x + size * 0.6, size, Rgb.of(176, 84, 58)));
        pen.fill(roof);
        pen.setColor(Rgb.of(255, 214, 126).color());
        pen.fill(new Rectangle2D.Double(x + size * 0.22, foot - size * 0.32, size * 0.16, size * 0.2));
        pen.fill(new Rectangle2D.Double(x + size * 0.72, foot - size * 0.32, size * 0.16, size * 0.2));
    }

    /** The shading of an upright cylinder that the sun lights from the left. */
    private static LinearGradientPaint round(double x, double radius, Rgb colour) {
        return new LinearGradientPaint(
                (float) (x - radius), 0, (float) (x + radius), 0, new float[] {0, 0.3f, 1}, new Color[] {
                    colour.times(Rgb.of(255, 226, 190)).color(),
                    colour.color(),
                    colour.times(Rgb.of(112, 102, 138)).color()
                });
    }
}
