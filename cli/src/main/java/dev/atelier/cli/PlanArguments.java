package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.planning.ClusterTerms;
import dev.atelier.core.planning.Experience;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** What nodes are to be had, on what terms, and what is wanted of them. */
final class PlanArguments {
    /** Where no job has shown it: a process on a machine that is there. */
    private static final double ASSUMED_START_UP = 6;

    /** As measured: docs/cluster.md. */
    private static final double SECONDS_PER_BATCH = 0.06;

    private static final int MOST_EXECUTORS = 100_000;

    @Option(
            names = "--max-executors",
            paramLabel = "N",
            defaultValue = "20",
            description = "Executors at most; default ${DEFAULT-VALUE}.")
    int maxExecutors;

    @Option(
            names = "--executor-cores",
            paramLabel = "N",
            defaultValue = "1",
            description = "Batches that an executor does at once, each with a core; default ${DEFAULT-VALUE}.")
    int executorCores;

    @Option(
            names = "--price",
            paramLabel = "N/h",
            defaultValue = "0/h",
            description = "Price of an executor's machine for an hour, such as 3.06/h.")
    String price;

    @Option(names = "--deadline", paramLabel = "TIME", description = "When the result must be there: 90s, 30m, 1h30m.")
    String deadline;

    @Option(names = "--budget", paramLabel = "N", description = "What the job may cost, in the price's currency.")
    Double budget;

    @Option(
            names = "--start-up",
            paramLabel = "TIME",
            description = "From asking for an executor to its first batch; by default as jobs on a cluster have shown.")
    String startUp;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "After which an executor that does nothing is given back; default ${DEFAULT-VALUE}.")
    String idleTimeout;

    @Option(
            names = "--failure-rate",
            paramLabel = "0..1",
            description = "Part of all tries of batches that fail; by default as jobs on a cluster have shown.")
    Double failureRate;

    @Option(
            names = "--evictions",
            paramLabel = "N/h",
            defaultValue = "0/h",
            description = "How often a machine is taken away, on average, as spot machines are; default"
                    + " ${DEFAULT-VALUE}.")
    String evictions;

    @Option(
            names = "--bandwidth",
            paramLabel = "RATE",
            description = "Between an executor and the stores, such as 50MB/s; by default as reading the input shows,"
                    + " and no limit for local files.")
    String bandwidth;

    @Option(
            names = "--arrivals",
            paramLabel = "N/h",
            description = "Jobs like this an hour: tells whether to keep executors warm or to scale to zero.")
    String arrivals;

    /**
     * What was asked for, in numbers.
     *
     * @param deadline seconds; infinite if there is none
     * @param budget infinite if there is none
     * @param arrivals jobs an hour; 0 if that was not asked
     */
    record Wanted(ClusterTerms terms, double deadline, double budget, double arrivals) {}

    /**
     * @param measuredBandwidth bytes a second, where --bandwidth does not tell
     * @throws InvalidRequestException with all problems together
     */
    Wanted wanted(Experience experience, double measuredBandwidth) {
        List<String> problems = new ArrayList<>();
        atLeastOne(problems, "--max-executors", maxExecutors, MOST_EXECUTORS);
        atLeastOne(problems, "--executor-cores", executorCores, 1024);
        double hourly = checked(problems, () -> Quantities.hourly("--price", price));
        double until = deadline == null
                ? Double.POSITIVE_INFINITY
                : checked(problems, () -> Quantities.seconds("--deadline", deadline));
        if (budget != null && !(budget >= 0)) {
            problems.add("--budget is " + budget + "; expected 0 or more");
        } else if (budget != null && hourly == 0) {
            problems.add("--budget needs the price of a machine to be compared with; give it as --price 3.06/h");
        }
        double start = startUp != null
                ? checked(problems, () -> Quantities.seconds("--start-up", startUp))
                : experience.waits() > 0 ? experience.startUp() : ASSUMED_START_UP;
        double idle = checked(problems, () -> Quantities.seconds("--idle-timeout", idleTimeout));
        double rate = failureRate == null ? experience.failureRate() : failureRate;
        if (!(rate >= 0 && rate < 1)) {
            problems.add("--failure-rate is " + rate + "; expected a number from 0 to below 1");
        }
        double evicted = checked(problems, () -> Quantities.hourly("--evictions", evictions));
        double bytes = bandwidth == null
                ? measuredBandwidth
                : checked(problems, () -> Quantities.bytesPerSecond("--bandwidth", bandwidth));
        double jobs = arrivals == null ? 0 : checked(problems, () -> Quantities.hourly("--arrivals", arrivals));
        if (arrivals != null && arrivals.matches("0+(\\.0+)?/h")) {
            problems.add("--arrivals is " + arrivals + "; expected more than 0/h");
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return new Wanted(
                new ClusterTerms(
                        maxExecutors, executorCores, start, SECONDS_PER_BATCH, idle, hourly, rate, evicted, bytes),
                until,
                budget == null ? Double.POSITIVE_INFINITY : budget,
                jobs);
    }

    /** How the start-up of an executor is known. */
    String startUpBasis(Experience experience) {
        if (startUp != null) {
            return "as given";
        }
        return experience.waits() > 0
                ? "as jobs on a cluster have shown"
                : "assumed: no job on a cluster is on record; --start-up tells it";
    }

    private static void atLeastOne(List<String> problems, String option, int value, int most) {
        if (value < 1 || value > most) {
            problems.add(option + " is " + value + "; expected 1 to " + most);
        }
    }

    private static double checked(List<String> problems, Supplier<Double> part) {
        try {
            return part.get();
        } catch (InvalidRequestException e) {
            problems.addAll(e.problems());
            return 0;
        }
    }
}
