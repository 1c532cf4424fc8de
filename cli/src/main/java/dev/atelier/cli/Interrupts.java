package dev.atelier.cli;

import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.StopSignal;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/** Ctrl-C while a job runs: the first time the batches in flight are finished, the second time all stops at once. */
final class Interrupts implements AutoCloseable {
    private static final String SIGNAL = "INT";

    private final Object before;
    private final StopSignal stop;
    private final PrintStream err;
    private final JobId job;
    private final AtomicInteger batchesInFlight = new AtomicInteger();
    private final AtomicBoolean again = new AtomicBoolean();

    private Interrupts(StopSignal stop, PrintStream err, JobId job) {
        this.stop = stop;
        this.err = err;
        this.job = job;
        before = Signals.register(SIGNAL, this::handle);
    }

    static Interrupts begin(StopSignal stop, PrintStream err, JobId job) {
        return new Interrupts(stop, err, job);
    }

    void on(JobEvent event) {
        if (event instanceof JobEvent.BatchStarted) {
            batchesInFlight.incrementAndGet();
        } else if (event instanceof JobEvent.BatchFinished || event instanceof JobEvent.BatchRetried) {
            batchesInFlight.decrementAndGet();
        }
    }

    private void handle() {
        if (again.getAndSet(true)) {
            err.println("atelier: stopped at once; go on with: ./atelier resume " + job);
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        stop.request();
        err.println("atelier: finishing " + batchesInFlight.get()
                + " batches that are under way; press Ctrl-C again to stop at once");
    }

    @Override
    public void close() {
        Signals.unregister(SIGNAL, before);
    }
}
