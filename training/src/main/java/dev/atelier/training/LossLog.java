package dev.atelier.training;

import dev.atelier.core.failure.InfrastructureException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;

/** The losses of a run: {@code losses.csv}, and {@code losses.png} with their smoothed curves on a logarithmic scale. */
final class LossLog {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 480;
    private static final int MARGIN = 50;
    private static final double LOWEST = 1e-3;
    private static final double DECADES = 4;

    private record Curve(String name, Color colour, ToDoubleFunction<LossRow> value) {}

    private static final List<Curve> CURVES = List.of(
            new Curve("content", new Color(0x1f77b4), LossRow::content),
            new Curve("style", new Color(0xd62728), LossRow::style),
            new Curve("gram", new Color(0xff7f0e), LossRow::gram),
            new Curve("steady", new Color(0x2ca02c), LossRow::steady));

    private final Path csv;
    private final Path png;
    private final List<LossRow> rows = new ArrayList<>();

    /** Takes up the log in a folder, without what a resumed run will do again. */
    LossLog(Path folder, int steps) {
        csv = folder.resolve("losses.csv");
        png = folder.resolve("losses.png");
        if (Files.exists(csv)) {
            try {
                Files.readAllLines(csv).stream()
                        .skip(1)
                        .map(LossRow::parse)
                        .filter(row -> row.step() < steps)
                        .forEach(rows::add);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }

    void add(LossRow row) {
        rows.add(row);
    }

    /** The mean of the last rows. */
    LossRow recent(int count) {
        List<LossRow> last = rows.subList(Math.max(0, rows.size() - count), rows.size());
        LossRow end = last.get(last.size() - 1);
        return new LossRow(
                end.step(),
                mean(last, LossRow::loss),
                mean(last, LossRow::content),
                mean(last, LossRow::style),
                mean(last, LossRow::gram),
                mean(last, LossRow::steady),
                end.rate());
    }

    private static double mean(List<LossRow> rows, ToDoubleFunction<LossRow> value) {
        return rows.stream().mapToDouble(value).average().orElse(0);
    }

    void write() {
        List<String> lines = new ArrayList<>(List.of(LossRow.HEADER));
        rows.forEach(row -> lines.add(row.csv()));
        try {
            Files.write(csv, lines);
            ImageIO.write(plot(), "png", png.toFile());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private InfrastructureException unwritable(IOException e) {
        return new InfrastructureException(csv + ": cannot be read or written; free space or choose another folder", e);
    }

    private BufferedImage plot() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        for (int i = 0; i <= DECADES; i++) {
            double value = LOWEST * Math.pow(10, i);
            int y = (int) y(value);
            graphics.setColor(Color.LIGHT_GRAY);
            graphics.drawLine(MARGIN, y, WIDTH - MARGIN, y);
            graphics.setColor(Color.DARK_GRAY);
            graphics.drawString(Double.toString(value), 6, y + 4);
        }
        int legend = MARGIN + 10;
        for (Curve curve : CURVES) {
            graphics.setColor(curve.colour());
            graphics.drawString(curve.name(), legend, MARGIN - 12);
            legend += 80;
            graphics.setStroke(new BasicStroke(1.5f));
            graphics.draw(path(curve));
        }
        graphics.setColor(Color.DARK_GRAY);
        graphics.drawString(rows.size() + " steps", WIDTH - 2 * MARGIN - 20, HEIGHT - 16);
        graphics.dispose();
        return image;
    }

    private Path2D path(Curve curve) {
        Path2D path = new Path2D.Double();
        int window = Math.max(1, rows.size() / 200);
        for (int i = 0; i + window <= rows.size(); i += window) {
            double y = y(mean(rows.subList(i, i + window), curve.value()));
            double x = MARGIN + (WIDTH - 2.0 * MARGIN) * i / Math.max(1, rows.size() - 1);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        return path;
    }

    private static double y(double value) {
        double height = Math.log10(Math.max(LOWEST, value) / LOWEST) / DECADES;
        return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * Math.min(1, height);
    }
}
