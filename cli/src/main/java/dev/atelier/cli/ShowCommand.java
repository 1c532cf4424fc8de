package dev.atelier.cli;

import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.Json;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.Run;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Shows what is on record of a job.", mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "JOB", description = "The job's id, or the beginning of it.")
    String job;

    @Option(names = "--batches", description = "Also when and where each batch was done.")
    boolean batches;

    ShowCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        JobRepository repository = wiring.repository();
        PrintStream out = wiring.out();
        JobId id = repository.find(job);
        JobSpec spec = repository.spec(id).orElseThrow();
        out.println("job " + id + ": "
                + repository.state(id).name().toLowerCase(Locale.ROOT).replace('_', ' '));
        line(
                "input",
                spec.input().kind().name().toLowerCase(Locale.ROOT) + " "
                        + spec.input().address());
        line("model", spec.model().name() + " on " + spec.model().device());
        if (spec.style() != null) {
            line("style", spec.style().address());
        }
        line("output", spec.output().address() + " " + Json.text(spec.output().form()));
        line("options", Json.text(spec.options()));
        repository
                .manifest(id)
                .ifPresent(manifest -> line(
                        "batches",
                        repository.batchesDone(id).cardinality() + " of " + manifest.batches() + " done, "
                                + manifest.items() + " items; " + manifest.reason()));
        for (Run run : repository.runs(id)) {
            String end = run.ended() == null
                    ? "no end on record"
                    : run.result().name().toLowerCase(Locale.ROOT) + " " + run.ended();
            line(
                    "run " + run.token(),
                    run.started() + ", " + end + (run.reason().isEmpty() ? "" : ": " + run.reason()));
        }
        for (Outcome outcome : repository.outcomes(id)) {
            outcome.failed().forEach(item -> line("failed", Summary.failure(item)));
        }
        if (batches) {
            new BatchTimeLine(repository.outcomes(id)).print(out);
        }
        repository.report(id).ifPresent(report -> out.print(Summary.text(id, report)));
        return ExitCode.DONE;
    }

    private void line(String name, String value) {
        wiring.out().printf(Locale.ROOT, "  %-9s %s%n", name, value);
    }
}
