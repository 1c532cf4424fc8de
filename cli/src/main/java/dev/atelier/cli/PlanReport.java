package dev.atelier.cli;

import dev.atelier.core.planning.ClusterTerms;
import dev.atelier.core.planning.Costs;
import dev.atelier.core.planning.Prediction;
import dev.atelier.core.planning.Standby;
import dev.atelier.core.planning.Workload;
import java.util.List;

/**
 * What planning a job found out.
 *
 * @param startUpBasis how the start-up of an executor is known
 * @param here what the process that plans would take itself
 * @param candidates for each number of executors, with the best size of batches
 * @param sizes for the chosen number of executors, each size of batches
 * @param chosen one of the candidates
 * @param met whether what was asked for can be had
 * @param reason why it was chosen
 * @param unrest what failures and evictions do to the chosen; null where there are none
 * @param standby null if it was not asked
 * @param command that runs the job so
 */
record PlanReport(
        String input,
        Workload work,
        Costs costs,
        ClusterTerms terms,
        String startUpBasis,
        Prediction here,
        List<Prediction> candidates,
        List<Prediction> sizes,
        Prediction chosen,
        boolean met,
        String reason,
        Unrest unrest,
        Warmth standby,
        String command) {

    /**
     * What simulated runs gave.
     *
     * @param median seconds
     * @param ninth seconds that nine of ten runs need at most
     * @param failed part of the runs in which a batch failed too often, and the job with it
     */
    record Unrest(int runs, double median, double ninth, double failed) {}

    /**
     * Keeping executors warm against scaling to zero.
     *
     * @param load part of the time that they work
     * @param warm null if jobs come faster than they are done
     * @param toZero likewise
     */
    record Warmth(double arrivals, double load, Standby.Policy warm, Standby.Policy toZero, String advice) {}
}
