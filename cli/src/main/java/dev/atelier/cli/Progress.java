package dev.atelier.cli;

import dev.atelier.core.job.JobEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How far a job is, how fast it goes and how long it will take. Not safe for use by several threads. */
final class Progress {
    private static final double WINDOW_SECONDS = 20;

    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Map<Integer, Integer> inFlight = new HashMap<>();
    private String stage = "prepare";
    private int total;
    private boolean growing;
    private int done;
    private int failed;

    private record Sample(double seconds, int done) {}

    void on(JobEvent event, double seconds) {
        if (event instanceof JobEvent.StageStarted started) {
            stage = started.stage();
            samples.clear(); // only scoring tells how fast scoring is
        } else if (event instanceof JobEvent.Planned planned) {
            total = planned.items();
            done = planned.itemsDone();
        } else if (event instanceof JobEvent.Listed listed) {
            total = listed.items();
            growing = !listed.complete();
        } else if (event instanceof JobEvent.ItemsScored scored) {
            done += scored.items();
            inFlight.merge(scored.batch(), scored.items(), Integer::sum);
        } else if (event instanceof JobEvent.ItemFailed) {
            failed++;
        } else if (event instanceof JobEvent.BatchRetried retried) {
            Integer lost = inFlight.remove(retried.batch());
            done -= lost == null ? 0 : lost;
        } else if (event instanceof JobEvent.BatchFinished finished) {
            inFlight.remove(finished.outcome().batch());
        }
        samples.addLast(new Sample(seconds, done));
        while (samples.size() > 2 && samples.peekFirst().seconds < seconds - WINDOW_SECONDS) {
            samples.removeFirst();
        }
    }

    String stage() {
        return stage;
    }

    int total() {
        return total;
    }

    /** Whether the total is that of a folder that is still being listed. */
    boolean isGrowing() {
        return growing;
    }

    int done() {
        return done;
    }

    int failed() {
        return failed;
    }

    /** Items a second lately; 0 while that is not known. */
    double rate(double now) {
        Sample first = samples.peekFirst();
        double seconds = first == null ? 0 : now - first.seconds;
        return seconds < 0.5 ? 0 : Math.max(0, done - first.done) / seconds;
    }

    /** Seconds until all items are scored at the rate of lately; NaN while that is not known. */
    double secondsLeft(double now) {
        double rate = rate(now);
        return rate > 0 && total > 0 && !growing ? (total - done) / rate : Double.NaN;
    }
}
