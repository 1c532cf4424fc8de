package dev.atelier.cli;

import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.Place;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** When and where each batch was done: a line for each, in the order in which they began. */
record BatchTimeLine(Iterable<Outcome> outcomes) {
    private static final int WIDTH = 40;

    void print(PrintStream out) {
        Supplier<Stream<Outcome>> all = () -> StreamSupport.stream(outcomes.spliterator(), false);
        Instant first =
                all.get().map(Outcome::started).min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
        Instant last =
                all.get().map(Outcome::ended).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
        double whole = Math.max(1e-3, seconds(first, last));
        all.get().sorted(Comparator.comparing(Outcome::started)).forEach(outcome -> {
            double begin = seconds(first, outcome.started());
            double end = seconds(first, outcome.ended());
            int from = (int) (WIDTH * begin / whole);
            int to = Math.max(from + 1, (int) Math.round(WIDTH * end / whole));
            out.printf(
                    Locale.ROOT,
                    "  batch %5d  try %d  +%.1f s  %.1f s  |%s%s%s|%s%n",
                    outcome.batch(),
                    outcome.attempt(),
                    begin,
                    end - begin,
                    " ".repeat(from),
                    "=".repeat(to - from),
                    " ".repeat(Math.max(0, WIDTH - to)),
                    where(outcome.place()));
        });
    }

    private static String where(Place place) {
        return place.equals(Place.HERE) ? "" : " executor " + place.executor() + " on " + place.node();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
