package dev.atelier.cli;

import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.failure.JobFailedException;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobOptions;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.JobTiming;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.pipeline.JobRecords;
import dev.atelier.core.pipeline.JobRunner;
import dev.atelier.core.planning.Costs;
import dev.atelier.core.planning.Line;
import dev.atelier.core.store.ObjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Measures what a job's parts cost, by small jobs of its beginning from end to end: one of a few items and a longer one, and both
 * again. What the second two differ in is what an item costs; what the first two take more is what warming up does.
 */
record Trial(Wiring wiring, JobSpec asked, TrialMedia media) {
    private static final int FEW = 6;

    /** The longer job is to take about so long. */
    private static final double WANTED_SECONDS = 8;

    private static final int MOST = 240;

    /** An item that takes so long tells enough. */
    private static final double SLOW_SECONDS = 3;

    /** A small job. */
    private record Run(int items, JobTiming timing, long bytes) {
        double prepared() {
            return timing.prepare() + timing.plan();
        }
    }

    /** Two jobs of different length. */
    private record Pair(Run few, Run many) {
        double sum(ToDoubleFunction<Run> part) {
            return part.applyAsDouble(few) + part.applyAsDouble(many);
        }

        Line line(ToDoubleFunction<Run> part) {
            return Line.through(few.items, part.applyAsDouble(few), many.items, part.applyAsDouble(many));
        }
    }

    Costs measure() throws IOException, InterruptedException {
        Wiring inside = wiring.elsewhere(new Home(media.folder().resolve("home")));
        int few = Math.min(FEW, media.count());
        Run cold = run(inside, few, "cold");
        double item = cold.timing.score() / cold.items;
        int many = (int) Math.min(Math.min(MOST, media.count()), WANTED_SECONDS / item);
        if (many < 2 * few) {
            return costs(cold, item > SLOW_SECONDS ? cold : run(inside, few, "warm"));
        }
        var first = new Pair(cold, run(inside, many, "long"));
        return costs(first, new Pair(run(inside, few, "warm"), run(inside, many, "long-warm")));
    }

    /** Where a longer job would take too long: all is taken to be an item's. */
    private Costs costs(Run cold, Run warm) {
        return costs(
                new Line(cold.prepared(), 0),
                new Line(0, warm.timing.score() / warm.items),
                new Line(cold.timing.assemble(), 0),
                Math.max(0, cold.timing.score() - warm.timing.score()),
                warm);
    }

    private Costs costs(Pair cold, Pair warm) {
        return costs(
                beginningCold(cold, warm, Run::prepared),
                warm.line(run -> run.timing.score()),
                beginningCold(cold, warm, run -> run.timing.assemble()),
                warmUp(cold, warm, run -> run.timing.score()),
                warm.many);
    }

    private Costs costs(Line prepare, Line score, Line assemble, double warmUp, Run longest) {
        return new Costs(
                prepare,
                new Line(score.fixed(), score.each() * wiring.cores()),
                assemble,
                warmUp,
                (double) longest.bytes / longest.items,
                "a trial of " + longest.items + " items",
                wiring.clock().instant());
    }

    /** What grows as it does when warm, and takes longer by what the first jobs did: a job does it once. */
    private static Line beginningCold(Pair cold, Pair warm, ToDoubleFunction<Run> part) {
        Line line = warm.line(part);
        return new Line(line.fixed() + warmUp(cold, warm, part), line.each());
    }

    private static double warmUp(Pair cold, Pair warm, ToDoubleFunction<Run> part) {
        return Math.max(0, cold.sum(part) - warm.sum(part));
    }

    private Run run(Wiring inside, int items, String name) throws IOException, InterruptedException {
        Path input = media.beginning(items, name);
        boolean folder = asked.givesFolder();
        String extension = ObjectName.extension(asked.output().address());
        Path output = media.folder().resolve(name + "-result" + (folder || extension.isEmpty() ? "" : "." + extension));
        JobOptions options = asked.options();
        var spec = new JobSpec(
                new RequestFiles(inside.stores()).input(input.toString()),
                asked.model(),
                asked.style(),
                new JobSpec.Output(output.toString(), true, asked.output().form()),
                new JobOptions(
                        options.strength(),
                        options.size(),
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        options.onFailedFrame(),
                        options.video(),
                        options.steady(),
                        options.model()),
                asked.runtimes());
        int slots = new Engines(wiring).slotsHere();
        var engine = new InProcessEngine(slots, RetryPolicy.DEFAULT, wiring.clock(), RandomGenerator.getDefault());
        JobReport report = new JobRunner(inside.ports(), engine, wiring.cores(), event -> {})
                .run(spec, true, new StopSignal())
                .orElseThrow(() -> new JobFailedException("the trial was stopped"));
        // where the records are kept elsewhere they would stay
        new JobRecords(inside.ports(), new JobLayout(spec.id())).remove();
        return new Run(report.itemsIn(), report.timing(), size(output));
    }

    private static long size(Path output) throws IOException {
        try (var files = Files.walk(output)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }
}
