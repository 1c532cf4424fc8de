package dev.atelier.testkit.samples;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** Gulls that cross the sky, each with its own height, pace and wing beat. */
final class Gulls {
    private static final double[][] BIRDS = {
        // u and v at the start, size, units a second to the right, wing beats a second
        {120, 210, 13, 46, 1.5},
        {205, 262, 9, 40, 1.8},
        {40, 292, 8, 42, 1.7},
        {760, 150, 16, -38, 1.3},
        {850, 196, 11, -33, 1.6},
        {930, 262, 7, -27, 1.9},
        {690, 246, 7, -30, 2.0}
    };

    void paint(Graphics2D pen, double seconds) {
        for (double[] bird : BIRDS) {
            double beat = Math.sin(2 * Math.PI * (bird[4] * seconds + bird[0] / 97));
            double glide = Ramp.smooth(-0.4, 0.5, Math.sin(seconds * 0.9 + bird[1]));
            double u = bird[0] + bird[3] * seconds;
            double v = bird[1] + 7 * Math.sin(seconds * 1.1 + bird[0]) - 1.5 * beat;
            gull(pen, u, v, bird[2], Math.signum(bird[3]), 0.25 + 0.75 * beat * glide);
        }
    }

    private static void gull(Graphics2D pen, double u, double v, double size, double facing, double lift) {
        AffineTransform before = pen.getTransform();
        pen.translate(u, v);
        pen.scale(size * facing, size);
        pen.setColor(Rgb.of(92, 88, 106).color());
        pen.fill(wing(-0.35, -0.45 - 0.5 * lift, -0.5));
        pen.setColor(Rgb.of(236, 226, 216).color());
        pen.fill(new Ellipse2D.Double(-0.55, -0.12, 1.05, 0.27));
        pen.fill(new Ellipse2D.Double(0.32, -0.17, 0.28, 0.24));
        pen.setColor(Rgb.of(150, 146, 160).color());
        pen.fill(wing(0.3, -0.55 - 0.62 * lift, 0.9));
        pen.setTransform(before);
    }

    private static Path2D wing(double elbow, double tipV, double reach) {
        Path2D wing = new Path2D.Double();
        wing.moveTo(0.22, -0.04);
        wing.quadTo(elbow - 0.1, tipV, -1.35 * Math.abs(reach), tipV - 0.05);
        wing.quadTo(elbow - 0.35, tipV + 0.32, -0.3, 0.04);
        wing.closePath();
        return wing;
    }
}
