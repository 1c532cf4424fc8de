package dev.atelier.cli;

import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.Json;
import dev.atelier.core.pipeline.PlanRecords;
import dev.atelier.core.planning.ClusterTerms;
import dev.atelier.core.planning.Costs;
import dev.atelier.core.planning.Division;
import dev.atelier.core.planning.Experience;
import dev.atelier.core.planning.JobPlan;
import dev.atelier.core.planning.Prediction;
import dev.atelier.core.planning.Predictor;
import dev.atelier.core.planning.Scenario;
import dev.atelier.core.planning.Simulated;
import dev.atelier.core.planning.Simulation;
import dev.atelier.core.planning.Standby;
import dev.atelier.core.planning.TradeOff;
import dev.atelier.core.planning.Workload;
import dev.atelier.core.store.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Plans a job: measures what is not on record, predicts, chooses, and puts the plan where the job will find it. */
record Planning(Wiring wiring, PlanCommand command, PlanRecords records, Experience experience) {
    private static final int RUNS = 200;

    /** Batches of all simulated runs: a few seconds. */
    private static final int MOST_SIMULATED = 1_000_000;

    /** @param folder for what is tried out */
    PlanReport plan(JobSpec spec, Path folder) throws IOException, InterruptedException {
        TrialMedia media = TrialMedia.of(wiring, spec, folder);
        PlanArguments.Wanted wanted = command.terms.wanted(experience, media.bandwidth());
        Costs costs = costs(spec, media);
        Workload work = media.workload();
        var predictor = new Predictor(work, costs, wanted.terms());
        List<Prediction> candidates =
                predictor.nodes().stream().map(predictor::best).toList();
        TradeOff choice = TradeOff.of(candidates, wanted.deadline(), wanted.budget());
        Prediction chosen = choice.chosen();
        int slots = new Engines(wiring).slotsHere();
        Prediction here = predictor.here(wiring.cores(), slots);
        records.write(
                spec.id(),
                new JobPlan(
                        chosen.executors(),
                        JobPlan.Choice.of(chosen),
                        JobPlan.Choice.of(here),
                        wiring.clock().instant()));
        return new PlanReport(
                spec.input().address(),
                work,
                costs,
                wanted.terms(),
                command.terms.startUpBasis(experience),
                here,
                candidates,
                predictor.bySize(chosen.executors()),
                chosen,
                choice.met(),
                choice.reason(),
                unrest(predictor, chosen),
                wanted.arrivals() > 0 ? warmth(wanted, predictor, chosen) : null,
                command.running() + " --engine spark --max-executors " + chosen.executors());
    }

    /** What chance does to the chosen: predictions are of the mean. */
    private static PlanReport.Unrest unrest(Predictor predictor, Prediction chosen) {
        ClusterTerms terms = predictor.terms();
        if ((terms.failureRate() == 0 && terms.evictions() == 0) || chosen.batches() > MOST_SIMULATED) {
            return null;
        }
        Workload work = predictor.work();
        int size = (int) Math.ceil((double) work.items() / chosen.batches());
        List<Simulated> runs = LongStream.range(0, Math.max(1, Math.min(RUNS, MOST_SIMULATED / chosen.batches())))
                .mapToObj(seed -> new Simulation(
                                Scenario.of(predictor, chosen.executors()), RetryPolicy.DEFAULT, new Random(seed))
                        .run(Division.ofItems(work.items(), size, List::of)))
                .toList();
        double[] seconds =
                runs.stream().mapToDouble(Simulated::seconds).sorted().toArray();
        double failed = runs.stream().filter(Simulated::failed).count() / (double) runs.size();
        return new PlanReport.Unrest(
                runs.size(), seconds[seconds.length / 2], seconds[seconds.length * 9 / 10], failed);
    }

    private Costs costs(JobSpec spec, TrialMedia media) throws IOException, InterruptedException {
        String key = key(spec, media);
        Costs known = command.measure ? null : records.costs(key).orElse(null);
        if (known != null) {
            return known;
        }
        wiring.err().println("atelier: nothing is on record of such work here: trying out a few items");
        Costs costs = new Trial(wiring, spec, media).measure();
        records.write(key, costs);
        return costs;
    }

    /** Everything that decides on what an item costs. The style does not. */
    private String key(JobSpec spec, TrialMedia media) {
        var options = spec.options();
        return Digest.of(Json.bytes(List.of(
                        spec.model().digest(),
                        spec.model().device(),
                        media.kind(),
                        spec.output().form(),
                        options.model(),
                        options.steady() > 0,
                        // in the same order in every process
                        new TreeMap<>(spec.runtimes()),
                        Machine.kind(wiring.cores()))))
                .substring(0, 16);
    }

    private static PlanReport.Warmth warmth(PlanArguments.Wanted wanted, Predictor predictor, Prediction chosen) {
        ClusterTerms terms = wanted.terms();
        double service = predictor.secondsWarm(chosen.executors(), chosen.itemsPerBatch());
        var standby = new Standby(
                wanted.arrivals(),
                service,
                chosen.seconds() - service,
                terms.idle(),
                terms.price() * chosen.executors());
        if (!standby.isStable()) {
            return new PlanReport.Warmth(
                    wanted.arrivals(),
                    standby.load(),
                    null,
                    null,
                    String.format(
                            Locale.ROOT,
                            "%d executors do at most %.4g such jobs an hour: jobs would wait longer and longer; take more"
                                    + " executors",
                            chosen.executors(),
                            3600 / service));
        }
        Standby.Policy warm = standby.warm();
        Standby.Policy toZero = standby.toZero();
        boolean late = toZero.latency() > wanted.deadline() && warm.latency() <= wanted.deadline();
        double dearer = warm.costAnHour() - toZero.costAnHour();
        String advice = String.format(
                Locale.ROOT,
                "%s: keeping warm saves %.1f s a job for %.3f an hour more%s",
                late ? "keep warm" : "scale to zero",
                toZero.latency() - warm.latency(),
                dearer,
                late
                        ? ", and only so jobs keep the deadline on average"
                        : String.format(
                                Locale.ROOT,
                                ", that is %.3f a job; keep warm if that is worth it to you",
                                dearer / wanted.arrivals()));
        return new PlanReport.Warmth(wanted.arrivals(), standby.load(), warm, toZero, advice);
    }
}
