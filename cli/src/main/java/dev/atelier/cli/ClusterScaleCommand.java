package dev.atelier.cli;

import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.engine.MachineScaling;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.StopSignal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "scale",
        description = {
            "Adds machines to a standalone cluster while executors wait, and gives back those that do nothing.",
            "Goes on until it is interrupted. Without --add and --drain the machines are workers on this one."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ClusterScaleCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 2000;

    private final Wiring wiring;

    @Option(
            names = "--min-workers",
            paramLabel = "N",
            defaultValue = "0",
            description = "Machines that are kept; default ${DEFAULT-VALUE}.")
    int least;

    @Option(names = "--max-workers", required = true, paramLabel = "N", description = "Machines at most.")
    int most;

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long a machine does nothing before it is given back; default ${DEFAULT-VALUE}.")
    long idle;

    @Option(
            names = "--arrival",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long a machine that was asked for may take to come; default ${DEFAULT-VALUE}.")
    long arrival;

    @Option(
            names = "--add",
            paramLabel = "COMMAND",
            description = "Has one more machine start a worker: a command for the shell, with the master's address in"
                    + " ATELIER_MASTER.")
    String add;

    @Option(
            names = "--drain",
            paramLabel = "COMMAND",
            description =
                    "Gives a machine back: a command for the shell, with the worker's HOST:PORT in ATELIER_WORKER.")
    String drain;

    @Option(
            names = "--page",
            paramLabel = "URL",
            description = "The page of the master of another cluster: http://HOST:8080.")
    URI page;

    ClusterScaleCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    @SuppressWarnings("try") // interrupts work by being registered
    public Integer call() throws InterruptedException {
        MachineScaling scaling = scaling();
        LocalCluster cluster = new Engines(wiring).cluster();
        var stop = new StopSignal();
        try (Interrupts interrupts = Interrupts.begin(
                        stop,
                        wiring.err(),
                        "atelier: finishing the commands that are under way; press Ctrl-C again to stop at once",
                        "atelier: stopped at once");
                var machines = new Machines(cluster, add, drain, wiring.out())) {
            while (!stop.isRequested()) {
                LocalCluster.Status status = page == null ? cluster.status() : cluster.status(page);
                if (status.master().isEmpty()) {
                    throw new InvalidRequestException(
                            "no cluster runs here; ./atelier cluster start starts one, --page" + " names another");
                }
                machines.obey(scaling.look(status, wiring.clock().instant()), status);
                Thread.sleep(LOOK_MILLIS);
            }
        }
        return ExitCode.INTERRUPTED;
    }

    private MachineScaling scaling() {
        List<String> problems = new ArrayList<>();
        if (least < 0 || most < Math.max(1, least)) {
            problems.add("--min-workers and --max-workers are " + least + " and " + most
                    + "; expected 0 or more, and no fewer than that and 1");
        }
        if (idle < 0 || arrival < 0) {
            problems.add("--idle and --arrival are " + idle + " and " + arrival + "; expected 0 or more seconds");
        }
        if ((add == null) != (drain == null)) {
            problems.add("--add and --drain go together: who adds machines must give them back");
        }
        if (page != null && add == null) {
            problems.add("--page " + page + ": workers on this machine are of its own cluster; give --add and --drain");
        }
        if (page != null && !List.of("http", "https").contains(String.valueOf(page.getScheme()))) {
            problems.add("--page " + page + ": expected an address such as http://HOST:8080");
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return new MachineScaling(
                new MachineScaling.Bounds(least, most, Duration.ofSeconds(idle), Duration.ofSeconds(arrival)));
    }
}
