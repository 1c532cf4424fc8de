package dev.atelier.testkit.samples;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.stream.IntStream;

/**
 * A picture in the making. Places on it are given in units: the middle 1280 x 720 units are always shown, whole where
 * the picture is 16:9 and cut at two sides where it is not.
 */
final class Canvas {
    static final double WIDTH = 1280;
    static final double HEIGHT = 720;

    private final BufferedImage image;
    private final int[] pixels;
    private final double scale;
    private final double left;
    private final double top;

    private Canvas(int width, int height, int type) {
        image = new BufferedImage(width, height, type);
        pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        scale = Math.max(width / WIDTH, height / HEIGHT);
        left = (WIDTH - width / scale) / 2;
        top = (HEIGHT - height / scale) / 2;
    }

    static Canvas opaque(int width, int height) {
        return new Canvas(width, height, BufferedImage.TYPE_INT_RGB);
    }

    /** A transparent canvas of the same size and units. */
    Canvas overlay() {
        return new Canvas(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
    }

    BufferedImage image() {
        return image;
    }

    /** A pen that draws in units; to be disposed of by the caller. */
    Graphics2D pen() {
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.scale(scale, scale);
        pen.translate(-left, -top);
        return pen;
    }

    static BasicStroke round(double width) {
        return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    /** Computes every pixel whose middle lies from one height to another, several rows at a time. */
    void shade(double from, double to, Shader shader) {
        int width = image.getWidth();
        int first = Math.max(0, (int) Math.ceil((from - top) * scale - 0.5));
        int end = Math.min(image.getHeight(), (int) Math.ceil((to - top) * scale - 0.5));
        IntStream.range(first, Math.max(first, end)).parallel().forEach(y -> {
            double v = (y + 0.5) / scale + top;
            for (int x = 0; x < width; x++) {
                int index = y * width + x;
                pixels[index] = shader.at((x + 0.5) / scale + left, v, pixels[index]);
            }
        });
    }

    /** The pixel at a place, {@code 0xaarrggbb}; beyond the border, the nearest one. */
    int pixel(double u, double v) {
        int x = Math.max(0, Math.min(image.getWidth() - 1, (int) Math.floor((u - left) * scale)));
        int y = Math.max(0, Math.min(image.getHeight() - 1, (int) Math.floor((v - top) * scale)));
        return pixels[y * image.getWidth() + x];
    }

    /** Gives each place its colour. */
    interface Shader {
        /**
         * The pixel at a place.
         *
         * @param below the pixel that is there already; to be returned where nothing is to be painted
         */
        int at(double u, double v, int below);
    }
}
