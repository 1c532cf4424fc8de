package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.JobSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        description = "Goes on with a job that was interrupted or failed, as it was given.",
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "JOB", description = "The job's id, or the beginning of it.")
    String job;

    @Mixin
    RunArguments run;

    @Mixin
    LimitArguments limits = new LimitArguments();

    ResumeCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        JobRepository repository = wiring.repository();
        JobId id = repository.find(job);
        JobSpec spec = repository.spec(id).orElseThrow();
        checkNothingChanged(spec);
        wiring.limit(limits.limits());
        return new JobExecution(wiring, run).execute(spec);
    }

    private void checkNothingChanged(JobSpec spec) {
        List<String> changed = new ArrayList<>();
        var files = new RequestFiles(wiring.stores());
        if (!files.input(spec.input().address()).digest().equals(spec.input().digest())) {
            changed.add("the input " + spec.input().address());
        }
        if (spec.style() != null
                && !files.style(spec.style().address())
                        .digest()
                        .equals(spec.style().digest())) {
            changed.add("the style picture " + spec.style().address());
        }
        if (!wiring.runtime()
                .inspect(spec.model().name())
                .digest()
                .equals(spec.model().digest())) {
            changed.add("the model " + spec.model().name());
        }
        if (!wiring.runtimes().equals(spec.runtimes())) {
            changed.add("a runtime (then " + spec.runtimes() + ", now " + wiring.runtimes() + ")");
        }
        if (!changed.isEmpty()) {
            throw new InvalidRequestException(changed.stream()
                    .map(what -> what + " has changed since the job was begun; give the command again for a new job")
                    .toList());
        }
    }
}
