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
import java.util.random.RandomGenerator;

/**
 * Measures what a job's parts cost, by small jobs of its beginning from end to end: two of a few items, the first to warm
 * up, and a longer one. What these differ in is what an item costs.
 */
record Trial(Wiring wiring, JobSpec asked, TrialMedia media) {
    private static final int FEW = 6;

    /** The longer job is to take about so long. */
    private static final double WANTED_SECONDS = 12;

    private static final int MOST = 240;

    /** An item that takes so long tells enough. */
    private static final double SLOW_SECONDS = 3;

    /** A small job. */
    private record Run(int items, JobTiming timing, long bytes) {}

    Costs measure() throws IOException, InterruptedException {
        Wiring inside = wiring.elsewhere(new Home(media.folder().resolve("home")));
        int few = Math.min(FEW, media.count());
        Run cold = run(inside, few, "cold");
        double item = cold.timing.score() / cold.items;
        Run warm = item > SLOW_SECONDS ? cold : run(inside, few, "warm");
        item = warm.timing.score() / warm.items;
        int many = (int) Math.min(Math.min(MOST, media.count()), WANTED_SECONDS / item);
        Run longer = many >= 2 * warm.items ? run(inside, many, "long") : null;
        return costs(cold, warm, longer);
    }

    private Costs costs(Run cold, Run warm, Run longer) {
        int cores = wiring.cores();
        double warmUp = Math.max(0, cold.timing.score() - warm.timing.score());
        String basis = "a trial of " + (longer == null ? warm : longer).items + " items";
        double bytes = (double) (longer == null ? warm : longer).bytes / (longer == null ? warm : longer).items;
        if (longer == null) {
            return new Costs(
                    new Line(prepared(cold), 0),
                    new Line(0, warm.timing.score() / warm.items * cores),
                    new Line(cold.timing.assemble(), 0),
                    warmUp,
                    bytes,
                    basis,
                    wiring.clock().instant());
        }
        Line batch = Line.through(warm.items, warm.timing.score(), longer.items, longer.timing.score());
        return new Costs(
                beginningCold(cold.items, prepared(cold), between(warm, longer, prepared(warm), prepared(longer))),
                new Line(batch.fixed(), batch.each() * cores),
                beginningCold(
                        cold.items,
                        cold.timing.assemble(),
                        between(warm, longer, warm.timing.assemble(), longer.timing.assemble())),
                warmUp,
                bytes,
                basis,
                wiring.clock().instant());
    }

    private static double prepared(Run run) {
        return run.timing.prepare() + run.timing.plan();
    }

    private static Line between(Run few, Run many, double fewSeconds, double manySeconds) {
        return Line.through(few.items, fewSeconds, many.items, manySeconds);
    }

    /** What grows as it does when warm, and begins as it did when cold: a job does it once. */
    private static Line beginningCold(int items, double seconds, Line warm) {
        return new Line(Math.max(0, seconds - warm.each() * items), warm.each());
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
