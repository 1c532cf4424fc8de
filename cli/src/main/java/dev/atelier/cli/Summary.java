package dev.atelier.cli;

import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobPrediction;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobTiming;
import dev.atelier.core.job.Json;
import dev.atelier.core.job.Outcome.FailedItem;
import dev.atelier.core.job.Outcome.Replacement;
import dev.atelier.core.job.StageTimes;
import java.util.Locale;

/** The end of a job, told once. */
final class Summary {
    private static final int MOST_FAILED_SHOWN = 20;

    private Summary() {}

    static String json(JobId job, JobReport report) {
        return "{\"event\":\"Summary\",\"job\":\"" + job + "\","
                + Json.text(report).substring(1) + "\n";
    }

    static String text(JobId job, JobReport report) {
        StringBuilder text = new StringBuilder();
        text.append(report.output()).append('\n');
        line(text, "items", report.itemsIn() + " in, " + report.itemsOut() + " out");
        if (!report.copied().isEmpty()) {
            line(text, "copied", String.join(", ", report.copied()));
        }
        report.notices().forEach(notice -> line(text, "note", notice));
        if (!report.failed().isEmpty()) {
            line(text, "failed", Integer.toString(report.failed().size()));
            report.failed().stream().limit(MOST_FAILED_SHOWN).forEach(item -> line(text, "", failure(item)));
            if (report.failed().size() > MOST_FAILED_SHOWN) {
                line(text, "", "… all of them: ./atelier show " + job);
            }
        }
        if (!report.scoring().isEmpty()) {
            line(text, "model", report.scoring());
        }
        line(text, "time", speed(report));
        if (report.predicted() != null) {
            line(text, "predicted", prediction(report.predicted(), report.seconds()));
        }
        line(
                text,
                "spent in",
                times(report.times()) + "; the bottleneck was to "
                        + report.times().bottleneck());
        if (report.timing() != null) {
            report.timing().nodes().stream()
                    .filter(node -> !node.node().isEmpty())
                    .forEach(node -> line(text, "node", describe(node)));
        }
        line(text, "job", job.toString());
        return text.toString();
    }

    private static String describe(JobTiming.Node node) {
        return String.format(
                Locale.ROOT,
                "%s: %d batches, %d items, %.1f items/s",
                node.node(),
                node.batches(),
                node.items(),
                node.itemsPerSecond());
    }

    private static String speed(JobReport report) {
        String seconds = String.format(Locale.ROOT, "%.1f s", report.seconds());
        return report.itemsPerSecond() == 0
                ? seconds + ", everything had been scored by earlier runs"
                : seconds + String.format(Locale.ROOT, ", %.1f items/s", report.itemsPerSecond());
    }

    private static String prediction(JobPrediction predicted, double seconds) {
        return String.format(
                Locale.ROOT,
                "%.1f s %s; it took %.2f of that",
                predicted.seconds(),
                predicted.basis(),
                seconds / predicted.seconds());
    }

    static String failure(FailedItem item) {
        String instead = item.replacement() == Replacement.NOTHING
                ? ""
                : " (replaced by the " + item.replacement().name().toLowerCase(Locale.ROOT) + " frame)";
        return FailedItem.describe(item.item(), item.reason()) + instead;
    }

    private static String times(StageTimes times) {
        return String.format(
                Locale.ROOT,
                "read %.1f s, decode %.1f s, score %.1f s, encode %.1f s, write %.1f s",
                times.read() / 1e9,
                times.decode() / 1e9,
                times.score() / 1e9,
                times.encode() / 1e9,
                times.write() / 1e9);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-9s %s%n", name, value));
    }
}
