package dev.atelier.core.planning;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The choice between time and cost.
 *
 * @param candidates for each number of nodes, with the best size of batches
 * @param chosen one of these
 * @param met whether what was asked for can be had
 * @param reason why it was chosen, for people
 */
public record TradeOff(List<Prediction> candidates, Prediction chosen, boolean met, String reason) {
    private static final Comparator<Prediction> BY_TIME =
            Comparator.comparingDouble(Prediction::seconds).thenComparingDouble(Prediction::nodeHours);

    /** Where nodes have no price their hours stand for it. */
    private static final Comparator<Prediction> BY_COST = Comparator.comparingDouble(Prediction::cost)
            .thenComparingDouble(Prediction::nodeHours)
            .thenComparingDouble(Prediction::seconds);

    /**
     * Chooses: the cheapest that keeps the deadline; the fastest within the budget; with neither the least product of
     * time and node hours.
     *
     * @param deadline seconds; infinite if there is none
     * @param budget infinite if there is none
     */
    public static TradeOff of(List<Prediction> candidates, double deadline, double budget) {
        boolean hasDeadline = deadline < Double.POSITIVE_INFINITY;
        boolean hasBudget = budget < Double.POSITIVE_INFINITY;
        Predicate<Prediction> inTime = each -> each.seconds() <= deadline;
        Predicate<Prediction> affordable = each -> each.cost() <= budget;
        List<Prediction> both =
                candidates.stream().filter(inTime.and(affordable)).toList();
        if (!hasDeadline && !hasBudget) {
            return chosen(
                    candidates,
                    candidates,
                    Comparator.comparingDouble(each -> each.seconds() * each.nodeHours()),
                    true,
                    "the least product of time and node hours");
        }
        if (!both.isEmpty()) {
            return hasDeadline
                    ? chosen(
                            candidates,
                            both,
                            BY_COST,
                            true,
                            "the cheapest that keeps the deadline" + (hasBudget ? " within the budget" : ""))
                    : chosen(candidates, both, BY_TIME, true, "the fastest within the budget");
        }
        boolean none = candidates.stream().noneMatch(inTime);
        if (hasDeadline && none) {
            return chosen(
                    candidates,
                    candidates,
                    BY_TIME,
                    false,
                    "the deadline cannot be kept with so many nodes at most; this is the fastest");
        }
        if (hasDeadline) {
            return chosen(
                    candidates,
                    candidates.stream().filter(inTime).toList(),
                    BY_COST,
                    false,
                    "nothing keeps the deadline within the budget; this is the cheapest that keeps it");
        }
        return chosen(
                candidates,
                candidates,
                BY_COST,
                false,
                "the budget is too small for any number of nodes; this is the cheapest");
    }

    private static TradeOff chosen(
            List<Prediction> all, List<Prediction> among, Comparator<Prediction> by, boolean met, String reason) {
        return new TradeOff(List.copyOf(all), among.stream().min(by).orElseThrow(), met, reason);
    }
}
