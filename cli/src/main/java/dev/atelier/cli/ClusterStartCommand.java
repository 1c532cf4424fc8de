package dev.atelier.cli;

import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.failure.InvalidRequestException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    @Option(
            names = "--gpus",
            paramLabel = "N",
            defaultValue = "0",
            description = "NVIDIA GPUs that each worker lends; default ${DEFAULT-VALUE}.")
    int gpus;

    @Option(
            names = "--gpu-discovery",
            paramLabel = "SCRIPT",
            description =
                    "Tells which GPUs there are, as Spark's discovery scripts do; by default nvidia-smi is asked.")
    Path gpuDiscovery;

    ClusterStartCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<String> problems = new ArrayList<>();
        if (workers < 0 || cores < 1 || memory < 1) {
            problems.add("--workers, --cores and --memory are " + workers + ", " + cores + " and " + memory
                    + "; expected 0 or more workers, and 1 or more of each of the others");
        }
        if (gpus < 0) {
            problems.add("--gpus is " + gpus + "; expected 0 or more");
        }
        if (gpuDiscovery != null && (gpus == 0 || !Files.isExecutable(gpuDiscovery))) {
            problems.add(
                    "--gpu-discovery " + gpuDiscovery + ": expected a program that can be run, and --gpus with it");
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        var lent = new LocalCluster.Lent(cores, memory, gpus, Optional.ofNullable(gpuDiscovery));
        LocalCluster.Status status = new Engines(wiring).cluster().start(port, workers, lent);
        ClusterStatusCommand.print(status, wiring.out());
        wiring.out().println("use it with --engine spark; stop it with ./atelier cluster stop");
        wiring.out().flush();
        return ExitCode.DONE;
    }
}
