package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.planning.Prediction;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;

/** A plan as a picture: cost against time on the left, batches and time against the size of batches on the right. */
final class PlanPlot {
    private static final int SIDE = 460;
    private static final int MARGIN = 64;
    private static final int PLOT = SIDE - 2 * MARGIN;
    private static final Color CHOSEN = new Color(0xc0392b);
    private static final Color POINTS = new Color(0x1f4e79);
    private static final Color OTHER = new Color(0x7d9f35);

    private final Graphics2D graphics;

    private PlanPlot(Graphics2D graphics) {
        this.graphics = graphics;
    }

    /** @throws InvalidRequestException if the file cannot be written */
    static void write(PlanReport report, Path file) {
        var image = new BufferedImage(2 * SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        new PlanPlot(graphics).draw(report);
        graphics.dispose();
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
            Files.write(file, bytes.toByteArray());
        } catch (IOException e) {
            throw new InvalidRequestException("--plot: " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private void draw(PlanReport report) {
        boolean priced = report.terms().price() > 0;
        ToDoubleFunction<Prediction> cost = priced ? Prediction::cost : Prediction::nodeHours;
        List<Prediction> all = report.candidates();
        axes(0, (priced ? "cost" : "node hours") + " against seconds", most(all, Prediction::seconds), most(all, cost));
        points(0, all, Prediction::seconds, cost, POINTS);
        for (Prediction each : all) {
            point(0, all, Prediction::seconds, cost, each, each.equals(report.chosen()) ? CHOSEN : POINTS);
        }
        List<Prediction> sizes = report.sizes();
        axes(
                SIDE,
                "batches (blue) against items a batch; seconds (green, to " + number(most(sizes, Prediction::seconds))
                        + ")",
                most(sizes, Prediction::itemsPerBatch),
                most(sizes, Prediction::batches));
        points(SIDE, sizes, Prediction::itemsPerBatch, Prediction::seconds, OTHER);
        points(SIDE, sizes, Prediction::itemsPerBatch, Prediction::batches, POINTS);
        for (Prediction each : sizes) {
            boolean chosen = each.equals(report.chosen());
            point(SIDE, sizes, Prediction::itemsPerBatch, Prediction::batches, each, chosen ? CHOSEN : POINTS);
        }
    }

    private void axes(int left, String title, double right, double top) {
        graphics.setColor(Color.BLACK);
        graphics.setStroke(new BasicStroke(1));
        graphics.drawLine(left + MARGIN, SIDE - MARGIN, left + MARGIN + PLOT, SIDE - MARGIN);
        graphics.drawLine(left + MARGIN, MARGIN, left + MARGIN, SIDE - MARGIN);
        graphics.drawString(title, left + MARGIN / 2, MARGIN / 2);
        graphics.drawString("0", left + MARGIN - 4, SIDE - MARGIN + 18);
        graphics.drawString(number(right), left + MARGIN + PLOT - 24, SIDE - MARGIN + 18);
        graphics.drawString(number(top), left + 8, MARGIN + 4);
    }

    private void points(
            int left,
            List<Prediction> all,
            ToDoubleFunction<Prediction> across,
            ToDoubleFunction<Prediction> up,
            Color colour) {
        graphics.setColor(colour);
        graphics.setStroke(new BasicStroke(1.5f));
        for (int i = 1; i < all.size(); i++) {
            graphics.drawLine(
                    x(left, all, across, all.get(i - 1)),
                    y(all, up, all.get(i - 1)),
                    x(left, all, across, all.get(i)),
                    y(all, up, all.get(i)));
        }
    }

    private void point(
            int left,
            List<Prediction> all,
            ToDoubleFunction<Prediction> across,
            ToDoubleFunction<Prediction> up,
            Prediction each,
            Color colour) {
        int size = colour.equals(CHOSEN) ? 12 : 6;
        int x = x(left, all, across, each);
        int y = y(all, up, each);
        graphics.setColor(colour);
        graphics.fillOval(x - size / 2, y - size / 2, size, size);
        if (colour.equals(CHOSEN)) {
            graphics.drawString(
                    each.executors() + " executors, " + each.itemsPerBatch() + " items a batch", x + 10, y - 8);
        }
    }

    private static int x(int left, List<Prediction> all, ToDoubleFunction<Prediction> across, Prediction each) {
        return left + MARGIN + (int) Math.round(PLOT * part(across.applyAsDouble(each), most(all, across)));
    }

    private static int y(List<Prediction> all, ToDoubleFunction<Prediction> up, Prediction each) {
        return SIDE - MARGIN - (int) Math.round(PLOT * part(up.applyAsDouble(each), most(all, up)));
    }

    private static double part(double value, double most) {
        return most > 0 ? value / most : 0;
    }

    private static double most(List<Prediction> all, ToDoubleFunction<Prediction> of) {
        return all.stream().mapToDouble(of).max().orElse(0);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.3g", value);
    }
}
