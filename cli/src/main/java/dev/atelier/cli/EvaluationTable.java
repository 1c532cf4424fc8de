package dev.atelier.cli;

import dev.atelier.cli.EvaluationReport.Clip;
import dev.atelier.cli.EvaluationReport.Losses;
import dev.atelier.cli.EvaluationReport.ModelFigures;
import java.util.List;
import java.util.Locale;

/** An evaluation's figures for people: flicker always beside style and content. */
final class EvaluationTable {
    private static final String STEADY = " steady";

    private EvaluationTable() {}

    static String text(EvaluationReport report) {
        List<ModelFigures> models = report.models();
        int width = models.stream().mapToInt(m -> m.name().length()).max().orElse(0);
        boolean steadied = models.stream().anyMatch(m -> !m.steadied().isEmpty());
        width = Math.max(width + (steadied ? STEADY.length() : 0), "source".length());
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%d contents x %d styles at %d pixels; less is better%n",
                report.contents().size(),
                report.styles().size(),
                report.side());
        line(text, "%-" + width + "s    style     Gram  content   colour%n", "");
        for (ModelFigures model : models) {
            Losses mean = model.mean();
            line(text, "%-" + width + "s %s%n", model.name(), losses(mean) + number(mean.colour()));
        }
        for (int i = 0; i < models.get(0).clips().size(); i++) {
            clip(text, models, i, width);
        }
        return text.toString().stripTrailing();
    }

    private static void clip(StringBuilder text, List<ModelFigures> models, int i, int width) {
        Clip first = models.get(0).clips().get(i);
        line(text, "%n%s, %d frames, in the style of %s%n", first.video(), first.frames(), first.style());
        line(text, "%-" + width + "s    style     Gram  content   warp 1   warp 5%n", "");
        line(text, "%-" + width + "s %s%n", "source", " ".repeat(27) + flicker(first.source()));
        for (ModelFigures model : models) {
            Clip clip = model.clips().get(i);
            line(text, "%-" + width + "s %s%n", model.name(), losses(clip.losses()) + flicker(clip.painted()));
            if (!model.steadied().isEmpty()) {
                Clip steadied = model.steadied().get(i);
                String name = model.name() + STEADY;
                line(text, "%-" + width + "s %s%n", name, losses(steadied.losses()) + flicker(steadied.painted()));
            }
        }
    }

    private static String losses(Losses losses) {
        return number(losses.style()) + number(losses.gram()) + number(losses.content());
    }

    private static String flicker(EvaluationReport.Flicker flicker) {
        return number(flicker.neighbours()) + number(flicker.fiveApart());
    }

    private static String number(Double value) {
        return value == null ? "        -" : String.format(Locale.ROOT, " %8.4f", value);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
