package dev.atelier.cli;

import dev.atelier.core.engine.FolderTree;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.Json;
import dev.atelier.core.pipeline.PlanRecords;
import dev.atelier.core.planning.Experience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        description = {
            "Predicts what a job takes and costs on a cluster, and chooses how many executors and what size of batches.",
            "Where nothing is on record of such work on such a machine, it is tried out on a few items first.",
            "The job, given with \"style\" or \"score\" and the same options, then uses the plan."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PlanCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    PlaceArguments places;

    @Option(names = "--style", paramLabel = "PICTURE", description = "The style picture, for a model that takes one.")
    String style;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "The model; by default atelier where a style is given.")
    String model;

    @Option(
            names = "--strength",
            paramLabel = "0..1",
            defaultValue = "1",
            description = "As for style; default ${DEFAULT-VALUE}.")
    double strength;

    @Mixin
    PlanArguments terms;

    @Option(names = "--measure", description = "Try it out again, whatever is on record.")
    boolean measure;

    @Option(
            names = "--plot",
            paramLabel = "FILE.png",
            description = "Draw the trade-off: cost by time, batches by size.")
    Path plot;

    @Option(names = "--json", description = "Print the plan as JSON.")
    boolean json;

    @Mixin
    JobArguments job;

    @Mixin
    GatysArguments gatys;

    PlanCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        var records = new PlanRecords(wiring.repository());
        Experience experience = records.experience();
        JobSpec spec = checked(experience);
        Path folder = Files.createTempDirectory("atelier-plan-");
        try {
            PlanReport report = new Planning(wiring, this, records, experience).plan(spec, folder);
            if (plot != null) {
                PlanPlot.write(report, plot);
            }
            wiring.out().println(json ? Json.text(report) : PlanTable.text(report));
            wiring.out().flush();
            return ExitCode.DONE;
        } finally {
            FolderTree.delete(folder);
        }
    }

    /** The job that is planned, once everything that was given is found to be right. */
    private JobSpec checked(Experience experience) {
        List<String> problems = new ArrayList<>();
        checked(problems, () -> terms.wanted(experience, Double.POSITIVE_INFINITY));
        if (plot != null && !plot.toString().endsWith(".png")) {
            problems.add("--plot is " + plot + "; expected a file that ends in .png");
        }
        if (model == null && style == null) {
            problems.add("there is no model; name one with --model, or a picture whose style to take with --style");
        }
        JobSpec spec = model == null && style == null ? null : checked(problems, this::spec);
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return spec;
    }

    private JobSpec spec() {
        String scorer = model == null ? JobRequest.STYLE_MODEL : model;
        String suffix = style == null ? "scored" : "styled";
        return new JobRequest(wiring, places.of(job), gatys.model(scorer), style, strength, suffix).spec();
    }

    private static <T> T checked(List<String> problems, Supplier<T> part) {
        try {
            return part.get();
        } catch (InvalidRequestException e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    /** The command that runs the job as it was planned. */
    String running() {
        return "./atelier " + (style == null ? "score " : "style ") + places.input
                + (style == null ? "" : " --style " + style) + (model == null ? "" : " --model " + model);
    }
}
