package dev.atelier.cli;

import dev.atelier.core.planning.Prediction;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Predictions as points in a grid of characters, both axes from 0; the chosen one is a star. */
final class TextChart {
    private static final int COLUMNS = 60;
    private static final int ROWS = 12;

    private TextChart() {}

    static String of(
            List<Prediction> points,
            ToDoubleFunction<Prediction> across,
            ToDoubleFunction<Prediction> up,
            Prediction chosen,
            String title) {
        double right = points.stream().mapToDouble(across).max().orElse(0);
        double top = points.stream().mapToDouble(up).max().orElse(0);
        char[][] grid = new char[ROWS][COLUMNS];
        for (char[] row : grid) {
            Arrays.fill(row, ' ');
        }
        for (Prediction point : points) {
            mark(grid, across.applyAsDouble(point) / right, up.applyAsDouble(point) / top, 'o');
        }
        mark(grid, across.applyAsDouble(chosen) / right, up.applyAsDouble(chosen) / top, '*');
        StringBuilder text = new StringBuilder(title).append('\n');
        for (int row = 0; row < ROWS; row++) {
            String label = row == 0 ? number(top) : row == ROWS - 1 ? number(0) : "";
            text.append(String.format(Locale.ROOT, "%10s |%s%n", label, new String(grid[row]).stripTrailing()));
        }
        return text.append(String.format(Locale.ROOT, "%10s +%s%n", "", "-".repeat(COLUMNS)))
                .append(String.format(Locale.ROOT, "%12s%-" + (COLUMNS - 10) + "s%10s%n", "", "0", number(right)))
                .toString();
    }

    /** @param x 0 to 1, or no number where all are 0 */
    private static void mark(char[][] grid, double x, double y, char mark) {
        int column = (int) Math.round((COLUMNS - 1) * (Double.isFinite(x) ? x : 0));
        int row = (int) Math.round((ROWS - 1) * (1 - (Double.isFinite(y) ? y : 0)));
        grid[row][column] = mark;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.3g", value);
    }
}
