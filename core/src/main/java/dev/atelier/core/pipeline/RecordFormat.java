package dev.atelier.core.pipeline;

import dev.atelier.core.job.Json;
import dev.atelier.core.job.OutputForm.Records.Format;
import dev.atelier.core.scoring.Score;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a scored item is written as a line. */
interface RecordFormat {
    /** What stands before all lines. */
    byte[] header();

    byte[] line(ScoredItem item);

    static RecordFormat of(Format format) {
        return switch (format) {
            case JSONL -> new JsonLines();
            case CSV -> new Csv();
        };
    }

    /** An object a line: the item's name, its time in a video, the result or the error, and milliseconds. */
    final class JsonLines implements RecordFormat {
        @Override
        public byte[] header() {
            return new byte[0];
        }

        @Override
        public byte[] line(ScoredItem item) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("item", item.item().name());
            if (!Double.isNaN(item.item().seconds())) {
                fields.put("seconds", item.item().seconds());
            }
            if (item.failed()) {
                fields.put("error", item.failure());
            } else {
                fields.put(resultName(item.score()), result(item.score()));
            }
            fields.put("milliseconds", milliseconds(item));
            return (Json.text(fields) + "\n").getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Columns item, seconds, label, probability, result (as JSON), error, milliseconds; quoted as RFC 4180 says. */
    final class Csv implements RecordFormat {
        @Override
        public byte[] header() {
            return "item,seconds,label,probability,result,error,milliseconds\n".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] line(ScoredItem item) {
            boolean classified = item.score() instanceof Score.Classes classes
                    && !classes.classes().isEmpty();
            Score.Classification first =
                    classified ? ((Score.Classes) item.score()).classes().get(0) : null;
            String line = String.join(
                    ",",
                    quoted(item.item().name()),
                    Double.isNaN(item.item().seconds())
                            ? ""
                            : Double.toString(item.item().seconds()),
                    first == null ? "" : quoted(first.label()),
                    first == null ? "" : Double.toString(first.probability()),
                    item.failed() ? "" : quoted(Json.text(result(item.score()))),
                    item.failed() ? quoted(item.failure()) : "",
                    Double.toString(milliseconds(item)));
            return (line + "\n").getBytes(StandardCharsets.UTF_8);
        }

        private static String quoted(String text) {
            return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
        }
    }

    private static double milliseconds(ScoredItem item) {
        return Math.round(item.times().score() / 1e3) / 1e3;
    }

    private static String resultName(Score score) {
        if (score instanceof Score.Classes) {
            return "classes";
        }
        return score instanceof Score.Boxes ? "boxes" : score instanceof Score.Tensors ? "outputs" : "image";
    }

    private static Object result(Score score) {
        if (score instanceof Score.Classes classes) {
            return classes.classes();
        }
        if (score instanceof Score.Boxes boxes) {
            return boxes.boxes();
        }
        if (score instanceof Score.Tensors tensors) {
            return tensors.outputs();
        }
        Score.Image image = (Score.Image) score;
        return Map.of(
                "width", image.picture().width(), "height", image.picture().height());
    }
}
