package dev.atelier.testkit;

import dev.atelier.core.planning.ClusterTerms;
import dev.atelier.core.planning.Costs;
import dev.atelier.core.planning.Line;
import dev.atelier.core.planning.Predictor;
import dev.atelier.core.planning.Workload;
import java.time.Instant;

/** Figures to plan with. */
final class PlanningFixture {
    static final double NO_LIMIT = Double.POSITIVE_INFINITY;

    private PlanningFixture() {}

    /** @param item seconds an item, and {@code start} more a batch */
    static Costs costs(double prepare, double start, double item, double assemble, double warmUp) {
        return new Costs(
                new Line(prepare, 0),
                new Line(start, item),
                new Line(assemble, 0),
                warmUp,
                0,
                "made up",
                Instant.EPOCH);
    }

    static ClusterTerms terms(int most, int slots, double startUp) {
        return new ClusterTerms(most, slots, startUp, 0, 10, 1, 0, 0, NO_LIMIT);
    }

    static ClusterTerms failing(ClusterTerms terms, double failureRate, double evictions) {
        return new ClusterTerms(
                terms.most(),
                terms.slots(),
                terms.startUp(),
                terms.perBatch(),
                terms.idle(),
                terms.price(),
                failureRate,
                evictions,
                terms.bandwidth());
    }

    static Predictor predictor(int items, Costs costs, ClusterTerms terms) {
        return new Predictor(new Workload(items, items, false, 0, 0), costs, terms);
    }
}
