package dev.atelier.training;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.QuadCurve2D;
import java.awt.image.BufferedImage;
import java.util.random.RandomGenerator;

/**
 * Paints a picture anew with strokes, layers of broad ones first, along what is seen there: after A. Hertzmann, "Painterly
 * rendering with curved brush strokes of multiple sizes", 1998, with random brushes. Of each brush every photograph makes
 * another painting, so that a few paintings need not teach alone what styles there can be.
 */
final class BrushStrokes {
    private static final double NARROWEST = 2.5;
    private static final double BROADEST = 28;
    /** Strokes side by side overlap. */
    private static final double SPACING = 0.6;

    private final BufferedImage picture;
    private final RandomGenerator random;
    private final double length;
    private final double bend;
    private final double stray;
    private final double colourful;
    private final double opacity;
    private final int bristles;
    private final double hatching;
    private final double contrast;

    private BrushStrokes(BufferedImage picture, RandomGenerator random) {
        this.picture = picture;
        this.random = random;
        length = random.nextInt(4) == 0 ? 0 : 1 + 9 * random.nextDouble();
        bend = 0.5 * random.nextDouble();
        stray = 0.6 * random.nextDouble();
        colourful = 60 * random.nextDouble() * random.nextDouble();
        opacity = 0.5 + 0.5 * random.nextDouble();
        bristles = 1 + random.nextInt(5);
        hatching = random.nextInt(3) == 0 ? Math.PI * random.nextDouble() : Double.NaN;
        contrast = 40 * random.nextDouble();
    }

    /** @return a picture of the same size */
    static BufferedImage paint(BufferedImage picture, RandomGenerator random) {
        return new BrushStrokes(picture, random).paint();
    }

    private BufferedImage paint() {
        int width = picture.getWidth();
        int height = picture.getHeight();
        BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = canvas.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(random.nextBoolean() ? Color.WHITE : at(random.nextInt(width), random.nextInt(height)));
        graphics.fillRect(0, 0, width, height);
        double breadth = NARROWEST * Math.pow(BROADEST / NARROWEST, random.nextDouble());
        for (int layers = 1 + random.nextInt(3); layers > 0 && breadth >= NARROWEST; layers--) {
            layer(graphics, breadth);
            breadth /= 2;
        }
        graphics.dispose();
        return canvas;
    }

    private void layer(Graphics2D graphics, double breadth) {
        double step = Math.max(2, SPACING * breadth * Math.sqrt(1 + length / 2));
        int columns = (int) (picture.getWidth() / step) + 1;
        int rows = (int) (picture.getHeight() / step) + 1;
        for (int i = 0; i < columns * rows; i++) {
            double x = random.nextDouble() * picture.getWidth();
            double y = random.nextDouble() * picture.getHeight();
            stroke(graphics, x, y, breadth);
        }
    }

    private void stroke(Graphics2D graphics, double x, double y, double breadth) {
        double angle = (Double.isNaN(hatching) ? along(x, y, breadth) : hatching) + stray * random.nextGaussian();
        double half = breadth * length * (0.5 + random.nextDouble()) / 2;
        double dx = Math.cos(angle);
        double dy = Math.sin(angle);
        double bow = bend * half * random.nextGaussian();
        Color colour = strayed(at((int) x, (int) y), colourful);
        graphics.setStroke(
                new BasicStroke((float) (breadth / bristles), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int i = 0; i < bristles; i++) {
            double aside = breadth * ((i + 0.5) / bristles - 0.5);
            double cx = x - dy * aside;
            double cy = y + dx * aside;
            graphics.setColor(bristles == 1 ? colour : strayed(colour, contrast));
            graphics.draw(new QuadCurve2D.Double(
                    cx - dx * half, cy - dy * half, cx - dy * bow, cy + dx * bow, cx + dx * half, cy + dy * half));
        }
    }

    /** The direction in which brightness changes least. */
    private double along(double x, double y, double breadth) {
        double horizontal = brightness(x + breadth, y) - brightness(x - breadth, y);
        double vertical = brightness(x, y + breadth) - brightness(x, y - breadth);
        return Math.atan2(horizontal, -vertical);
    }

    private double brightness(double x, double y) {
        Color colour = at((int) x, (int) y);
        return colour.getRed() + 2 * colour.getGreen() + colour.getBlue();
    }

    private Color at(int x, int y) {
        return new Color(picture.getRGB(
                Math.max(0, Math.min(picture.getWidth() - 1, x)), Math.max(0, Math.min(picture.getHeight() - 1, y))));
    }

    /** Brighter or darker, and a little of another hue. */
    private Color strayed(Color colour, double by) {
        double light = by * random.nextGaussian();
        return new Color(
                level(colour.getRed() + light + by / 2 * random.nextGaussian()),
                level(colour.getGreen() + light + by / 2 * random.nextGaussian()),
                level(colour.getBlue() + light + by / 2 * random.nextGaussian()),
                (int) (255 * opacity));
    }

    private static int level(double value) {
        return (int) Math.max(0, Math.min(255, value));
    }
}
