package dev.atelier.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "stop",
        description = "Stops the cluster; jobs that run on it can be resumed.",
        mixinStandardHelpOptions = true)
final class ClusterStopCommand implements Callable<Integer> {
    private final Wiring wiring;

    ClusterStopCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        new Engines(wiring).cluster().stop();
        return ExitCode.DONE;
    }
}
