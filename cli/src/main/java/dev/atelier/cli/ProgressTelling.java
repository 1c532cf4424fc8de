package dev.atelier.cli;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.Outcome;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows progress: a bar that is redrawn on a terminal, a line now and then elsewhere. */
final class ProgressTelling implements Telling {
    private static final double SECONDS_BETWEEN_LINES = 10;

    private final PrintStream out;
    private final int width;
    private final Clock clock;
    private final Progress progress = new Progress();
    private final ScheduledExecutorService ticker;
    private double lastLine = Double.NEGATIVE_INFINITY;
    private boolean drawn;

    /** @param width columns of the terminal; 0 where there is none */
    ProgressTelling(PrintStream out, int width, Clock clock) {
        this.out = out;
        this.width = width;
        this.clock = clock;
        ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        var unused = ticker.scheduleWithFixedDelay(this::tick, 200, 200, TimeUnit.MILLISECONDS);
    }

    private double now() {
        return clock.millis() / 1e3;
    }

    @Override
    public synchronized void on(JobEvent event) {
        progress.on(event, now());
        if (event instanceof JobEvent.Planned planned) {
            String done = planned.itemsDone() == 0 ? "" : ", " + planned.itemsDone() + " of them done by earlier runs";
            say("job " + planned.job() + ": " + planned.items() + " items in " + planned.batches() + " batches" + done
                    + " (" + planned.reason() + ")");
        } else if (event instanceof JobEvent.ItemFailed failed) {
            say("failed: " + Outcome.FailedItem.describe(failed.item(), failed.reason()));
        } else if (event instanceof JobEvent.BatchRetried retried) {
            say("batch " + retried.batch() + " is tried again: " + retried.reason());
        } else if (event instanceof JobEvent.ExecutorAdded added) {
            say("executor " + added.executor() + " came, on " + added.host());
        } else if (event instanceof JobEvent.ExecutorRemoved removed) {
            say("executor " + removed.executor() + " is gone: " + AtelierException.oneLine(removed.reason()));
        } else if (event instanceof JobEvent.Excluded excluded) {
            say(excluded.what() + " gets no more batches: " + excluded.reason());
        } else if (event instanceof JobEvent.Notice notice) {
            say(notice.text());
        }
    }

    private void say(String line) {
        erase();
        out.println(line);
    }

    private synchronized void tick() {
        if (progress.total() == 0) {
            return;
        }
        if (width > 0) {
            erase();
            out.print(bar());
            out.flush();
            drawn = true;
        } else if (now() - lastLine >= SECONDS_BETWEEN_LINES && progress.stage().equals("score")) {
            lastLine = now();
            out.println(state());
        }
    }

    private String bar() {
        String state = state();
        int length = Math.min(40, width - state.length() - 4);
        if (length < 5) {
            return state.substring(0, Math.min(state.length(), Math.max(1, width - 1)));
        }
        int full = (int) ((long) length * progress.done() / Math.max(1, progress.total()));
        return "[" + "#".repeat(full) + ".".repeat(length - full) + "] " + state;
    }

    private String state() {
        double now = now();
        if (progress.stage().equals("assemble")) {
            return "putting the result together";
        }
        String failed = progress.failed() == 0 ? "" : ", " + progress.failed() + " failed";
        return String.format(
                Locale.ROOT,
                "%d/%d%s  %.1f/s  %s left%s",
                progress.done(),
                progress.total(),
                progress.isGrowing() ? "+" : "",
                progress.rate(now),
                duration(progress.secondsLeft(now)),
                failed);
    }

    static String duration(double seconds) {
        if (Double.isNaN(seconds)) {
            return "?";
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    private void erase() {
        if (drawn) {
            out.print("\r" + " ".repeat(Math.max(0, width - 1)) + "\r");
            drawn = false;
        }
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        synchronized (this) {
            erase();
            out.flush();
        }
    }
}
