package dev.atelier.cli;

import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.Lease;
import dev.atelier.core.pipeline.JobRecords;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        description = "Removes jobs' records and what their batches wrote; never a result.",
        mixinStandardHelpOptions = true)
final class RemoveCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "JOB", arity = "1..*", description = "The jobs' ids, or the beginnings of them.")
    List<String> jobs;

    RemoveCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        for (String job : jobs) {
            JobId id = wiring.repository().find(job);
            Lease lease = Lease.acquire(wiring.ports().ops(), id, wiring.clock());
            lease.abandon();
            new JobRecords(wiring.ports(), new JobLayout(id)).remove();
            wiring.out().println("removed job " + id);
        }
        return ExitCode.DONE;
    }
}
