package dev.atelier.cli;

import dev.atelier.core.engine.LocalCluster;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Shows what the cluster has and does.", mixinStandardHelpOptions = true)
final class ClusterStatusCommand implements Callable<Integer> {
    private final Wiring wiring;

    ClusterStatusCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        LocalCluster.Status status = new Engines(wiring).cluster().status();
        print(status, wiring.out());
        wiring.out().flush();
        return ExitCode.DONE;
    }

    static void print(LocalCluster.Status status, PrintStream out) {
        if (status.master().isEmpty()) {
            out.println("no cluster runs here; ./atelier cluster start starts one");
            return;
        }
        out.println("master " + status.master());
        for (LocalCluster.Node node : status.workers()) {
            out.println("worker " + node.name() + " " + node.state() + ", " + node.coresUsed() + " of " + node.cores()
                    + " cores, " + node.memoryUsed() + " of " + node.memory() + " MiB in use");
        }
        if (status.executorsWaiting() > 0) {
            out.println(status.executorsWaiting() + " executors wait for room");
        }
        for (String application : status.applications()) {
            out.println("driver " + application);
        }
    }
}
