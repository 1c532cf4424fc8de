package dev.atelier.cli;

import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.Json;
import dev.atelier.core.job.Manifest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "jobs", description = "Lists the jobs on record.", mixinStandardHelpOptions = true)
final class JobsCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(names = "--json", description = "A JSON object a job, one a line.")
    boolean json;

    JobsCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        JobRepository repository = wiring.repository();
        for (JobId id : repository.ids()) {
            repository.spec(id).ifPresent(spec -> wiring.out()
                    .println(json ? json(repository, id, spec) : line(repository, id, spec)));
        }
        return ExitCode.DONE;
    }

    private static String line(JobRepository repository, JobId id, JobSpec spec) {
        int batches = repository.manifest(id).map(Manifest::batches).orElse(0);
        String done = batches == 0 ? "" : repository.batchesDone(id).cardinality() + "/" + batches + " batches";
        return String.format(
                Locale.ROOT,
                "%s  %-18s  %-15s  %s -> %s",
                id,
                repository.state(id).name().toLowerCase(Locale.ROOT).replace('_', ' '),
                done,
                spec.input().address(),
                spec.output().address());
    }

    private static String json(JobRepository repository, JobId id, JobSpec spec) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("job", id);
        fields.put("state", repository.state(id));
        fields.put("batches", repository.manifest(id).map(Manifest::batches).orElse(0));
        fields.put("batchesDone", repository.batchesDone(id).cardinality());
        fields.put("spec", spec);
        return Json.text(fields);
    }
}
