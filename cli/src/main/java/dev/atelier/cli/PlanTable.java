package dev.atelier.cli;

import dev.atelier.core.planning.ClusterTerms;
import dev.atelier.core.planning.Costs;
import dev.atelier.core.planning.Prediction;
import dev.atelier.core.planning.Standby;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A plan for people: what is known, the candidates, the trade-off as charts, the choice. */
final class PlanTable {
    private static final double MINUTE = 60;
    private static final double HOUR = 3600;

    private PlanTable() {}

    static String text(PlanReport report) {
        StringBuilder text = new StringBuilder();
        Costs costs = report.costs();
        ClusterTerms terms = report.terms();
        line(
                text,
                "%s: %d items in %d %s",
                report.input(),
                report.work().items(),
                report.work().units(),
                report.work().settled() ? "batches" : "indivisible parts");
        line(
                text,
                "an item takes %.1f ms of a core, a batch %.0f ms more, the driver %s before and %s after (%s, %s)",
                costs.batch().each() * 1e3,
                (costs.batch().fixed() + terms.perBatch()) * 1e3,
                time(costs.prepare().of(report.work().items())),
                time(costs.assemble().of(report.work().items())),
                costs.basis(),
                costs.measured());
        line(
                text,
                "an executor takes %s to come (%s) and %s to warm up; %.2g of all tries fail, %.2g evictions an hour",
                time(terms.startUp()),
                report.startUpBasis(),
                time(costs.warmUp()),
                terms.failureRate(),
                terms.evictions());
        boolean priced = terms.price() > 0;
        line(text, "%n  executors  items a batch  batches      time  node hours%s", priced ? "      cost" : "");
        row(text, report.here(), " ", false);
        for (Prediction each : report.candidates()) {
            row(text, each, each.equals(report.chosen()) ? "*" : " ", priced);
        }
        line(text, "* %s%s", report.met() ? "" : "NOT WHAT WAS ASKED FOR: ", report.reason());
        if (report.here().seconds() <= report.chosen().seconds()) {
            line(
                    text,
                    "this process alone takes %s: for one such job a cluster gains nothing",
                    time(report.here().seconds()));
        }
        ToDoubleFunction<Prediction> cost = priced ? Prediction::cost : Prediction::nodeHours;
        text.append('\n')
                .append(TextChart.of(
                        report.candidates(),
                        Prediction::seconds,
                        cost,
                        report.chosen(),
                        (priced ? "cost" : "node hours") + " against seconds"));
        if (report.sizes().size() > 1) {
            text.append('\n')
                    .append(TextChart.of(
                            report.sizes(),
                            Prediction::itemsPerBatch,
                            Prediction::batches,
                            report.chosen(),
                            "batches against items a batch, with "
                                    + report.chosen().executors() + " executors"));
            bySize(text, report.sizes());
        }
        if (report.unrest() != null) {
            line(
                    text,
                    "%nsimulated %d times with these failures: half end within %s, nine of ten within %s, %.0f %% fail",
                    report.unrest().runs(),
                    time(report.unrest().median()),
                    time(report.unrest().ninth()),
                    100 * report.unrest().failed());
        }
        if (report.standby() != null) {
            standby(text, report.standby());
        }
        line(text, "%n%s", report.command());
        return text.toString().stripTrailing();
    }

    private static void row(StringBuilder text, Prediction each, String mark, boolean priced) {
        line(
                text,
                "%s %9s  %13d  %7d  %8s  %10s%s",
                mark,
                each.executors() == 0 ? "here" : Integer.toString(each.executors()),
                each.itemsPerBatch(),
                each.batches(),
                time(each.seconds()),
                each.executors() == 0 ? "-" : String.format(Locale.ROOT, "%.3f", each.nodeHours()),
                priced ? String.format(Locale.ROOT, "  %8.3f", each.cost()) : "");
    }

    private static void bySize(StringBuilder text, List<Prediction> sizes) {
        line(text, "  items a batch  batches      time");
        for (Prediction each : sizes) {
            line(text, "  %13d  %7d  %8s", each.itemsPerBatch(), each.batches(), time(each.seconds()));
        }
    }

    private static void standby(StringBuilder text, PlanReport.Warmth standby) {
        line(text, "%nat %.4g jobs an hour, one after the other:", standby.arrivals());
        if (standby.warm() != null) {
            policy(text, "keep warm", standby.warm());
            policy(text, "scale to zero", standby.toZero());
        }
        line(text, "%s", standby.advice());
    }

    private static void policy(StringBuilder text, String name, Standby.Policy policy) {
        line(
                text,
                "  %-14s %8.3f an hour, %s from a job's arrival to its result, there %.0f %% of the time",
                name,
                policy.costAnHour(),
                time(policy.latency()),
                100 * policy.on());
    }

    static String time(double seconds) {
        if (seconds < MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return seconds < HOUR
                ? String.format(Locale.ROOT, "%d:%02d min", (long) seconds / 60, (long) seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d h", (long) seconds / 3600, (long) seconds % 3600 / 60);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
