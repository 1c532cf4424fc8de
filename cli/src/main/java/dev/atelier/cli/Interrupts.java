package dev.atelier.cli;

import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.trigger.TriggerEvent;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/** Ctrl-C, or a request of the system to end: the first time what is under way is finished, the second time all stops at once. */
final class Interrupts implements AutoCloseable {
    private static final List<String> SIGNALS = List.of("INT", "TERM");

    private final Map<String, Object> before = new LinkedHashMap<>();
    private final StopSignal stop;
    private final PrintStream err;
    private final String finishing;
    private final String stopped;
    private final AtomicInteger batchesInFlight = new AtomicInteger();
    private final AtomicBoolean again = new AtomicBoolean();

    private Interrupts(StopSignal stop, PrintStream err, String finishing, String stopped) {
        this.stop = stop;
        this.err = err;
        this.finishing = finishing;
        this.stopped = stopped;
        SIGNALS.forEach(signal -> before.put(signal, Signals.register(signal, this::handle)));
    }

    /** While a job runs. */
    static Interrupts begin(StopSignal stop, PrintStream err, JobId job) {
        return new Interrupts(
                stop,
                err,
                "atelier: finishing %d batches that are under way; press Ctrl-C again to stop at once",
                "atelier: stopped at once; go on with: ./atelier resume " + job);
    }

    /**
     * While anything else runs.
     *
     * @param finishing what to say the first time
     * @param stopped what to say the second time
     */
    static Interrupts begin(StopSignal stop, PrintStream err, String finishing, String stopped) {
        return new Interrupts(stop, err, finishing.replace("%", "%%"), stopped);
    }

    void on(TriggerEvent event) {
        if (event instanceof TriggerEvent.Progress progress) {
            on(progress.event());
        }
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
            err.println(stopped);
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        stop.request();
        err.println(String.format(Locale.ROOT, finishing, batchesInFlight.get()));
    }

    @Override
    public void close() {
        before.forEach(Signals::unregister);
    }
}
