package dev.atelier.cli;

import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.engine.MachineScaling;
import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InfrastructureException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Adds machines to a cluster and gives them back, several at once, and says so. */
final class Machines implements AutoCloseable {
    private final LocalCluster cluster;
    private final String add;
    private final String drain;
    private final PrintStream out;
    private final ExecutorService underWay = Executors.newCachedThreadPool();

    /**
     * @param add a command for the shell; null for a worker on this machine
     * @param drain a command for the shell; null for a worker on this machine
     */
    Machines(LocalCluster cluster, String add, String drain, PrintStream out) {
        this.cluster = cluster;
        this.add = add;
        this.drain = drain;
        this.out = out;
    }

    /** Begins what was decided. */
    void obey(MachineScaling.Decision decision, LocalCluster.Status status) {
        for (int i = 0; i < decision.add(); i++) {
            begin("adding a machine: " + waiting(status.executorsWaiting()), () -> {
                if (add == null) {
                    cluster.addWorker();
                } else {
                    run(add, Map.of("ATELIER_MASTER", status.master()));
                }
            });
        }
        for (String worker : decision.drain()) {
            begin("giving back " + worker + ", which does nothing", () -> {
                if (drain == null) {
                    cluster.drainWorker(worker);
                } else {
                    run(drain, Map.of("ATELIER_MASTER", status.master(), "ATELIER_WORKER", worker));
                }
            });
        }
    }

    private static String waiting(int executors) {
        return executors + (executors == 1 ? " executor waits" : " executors wait");
    }

    /** Something that takes a while. */
    private interface Action {
        void run() throws InterruptedException;
    }

    private void begin(String what, Action action) {
        say(what);
        underWay.execute(() -> {
            try {
                action.run();
            } catch (AtelierException e) {
                say(what + ": failed: " + AtelierException.reason(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void run(String command, Map<String, String> variables) throws InterruptedException {
        var builder = new ProcessBuilder("/bin/sh", "-c", command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(variables);
        try {
            int code = builder.start().waitFor();
            if (code != 0) {
                throw new InfrastructureException("the command ended with exit code " + code);
            }
        } catch (IOException e) {
            throw new InfrastructureException("the shell cannot be started: " + e.getMessage(), e);
        }
    }

    private void say(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    /** Waits for what is under way. */
    @Override
    public void close() {
        underWay.shutdown();
        try {
            underWay.awaitTermination(1, TimeUnit.HOURS);
        } catch (InterruptedException e) {
            underWay.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
