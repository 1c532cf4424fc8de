package dev.atelier.cli;

import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.failure.InvalidRequestException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "start",
        description = "Starts a master and workers, each a process of its own that only this machine can reach.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ClusterStartCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many nodes it has; default ${DEFAULT-VALUE}.")
    int workers;

    @Option(
            names = "--cores",
            paramLabel = "N",
            defaultValue = "1",
            description = "Cores that each worker lends; default ${DEFAULT-VALUE}.")
    int cores;

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            defaultValue = "2048",
            description = "Memory that each worker lends; default ${DEFAULT-VALUE}.")
    int memory;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "7077",
            description = "Where the master listens, or 0 for any that is free; default ${DEFAULT-VALUE}.")
    int port;

    ClusterStartCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (workers < 1 || cores < 1 || memory < 1) {
            throw new InvalidRequestException("--workers, --cores and --memory are " + workers + ", " + cores + " and "
                    + memory + "; expected 1 or more of each");
        }
        LocalCluster.Status status = new Engines(wiring).cluster().start(port, workers, cores, memory);
        ClusterStatusCommand.print(status, wiring.out());
        wiring.out().println("use it with --engine spark; stop it with ./atelier cluster stop");
        wiring.out().flush();
        return ExitCode.DONE;
    }
}
