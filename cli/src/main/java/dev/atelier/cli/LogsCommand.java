package dev.atelier.cli;

import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.store.ObjectInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = "Prints a job's log: a JSON object for each item, with the milliseconds each step took.",
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "JOB", description = "The job's id, or the beginning of it.")
    String job;

    @Option(names = "--batch", paramLabel = "N", description = "Only this batch's.")
    Integer batch;

    LogsCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws IOException {
        JobRepository repository = wiring.repository();
        JobLayout layout = new JobLayout(repository.find(job));
        String prefix = batch == null ? layout.logs() : layout.log(batch);
        for (ObjectInfo log : repository.store().list(prefix)) {
            try (InputStream in = repository.store().read(log.name())) {
                in.transferTo(wiring.out());
            }
        }
        wiring.out().flush();
        return ExitCode.DONE;
    }
}
