package dev.atelier.spark;

import dev.atelier.core.job.Place;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** One try of a batch as Spark's scheduler tells of it. */
final class SparkBatch {
    static final String LOST = "its executor was lost";

    private static final long MOST_MILLIS_FOR_REASON = 1000;

    /** A job that is cancelled may end before it is heard that its task had begun. */
    private static final long MOST_MILLIS_FOR_LATE_BEGIN = 500;

    private static final long LOOK_FOR_LATE_BEGIN_MILLIS = 50;

    private final Consumer<Place> whenBegun;
    private final Set<Long> running = new HashSet<>();
    private int stage = -1;
    private boolean begun;
    private boolean withdrawn;
    private boolean ended;
    private boolean ran;
    private boolean crashed;
    private long begunNanos;
    private String reason = LOST;

    /** @param whenBegun called once with where it is, when the first of its tasks begins, or is known to have begun */
    SparkBatch(Consumer<Place> whenBegun) {
        this.whenBegun = whenBegun;
    }

    /** Spark's number for its only stage; -1 before it has one. */
    synchronized int stage() {
        return stage;
    }

    synchronized void jobBegan(int itsStage) {
        stage = itsStage;
    }

    synchronized void taskBegan(long task, Place place) {
        ran = true;
        running.add(task);
        begin(place);
    }

    /**
     * @param why null if it did not fail
     * @param crash whether its executor ended by itself
     */
    synchronized void taskEnded(long task, String why, boolean crash) {
        running.remove(task);
        crashed |= crash;
        if (why != null) {
            reason = why;
        }
        notifyAll();
    }

    synchronized void jobEnded() {
        ended = true;
        notifyAll();
    }

    /** Its outcome is there: so it has begun, whether that was heard of or not. */
    synchronized void begin(Place place) {
        if (!begun && !withdrawn) {
            begun = true;
            begunNanos = System.nanoTime();
            whenBegun.accept(place);
        }
    }

    /** How long it has been under way; 0 before it has begun. */
    synchronized long nanos() {
        return begun ? System.nanoTime() - begunNanos : 0;
    }

    /** Whether its executor ended by itself while it ran. True only once {@link #reason} is known. */
    synchronized boolean hasCrashed() {
        return crashed;
    }

    /** Takes it back unless it has begun. */
    synchronized boolean withdraw() {
        withdrawn |= !begun;
        return withdrawn;
    }

    /** Why its last task failed. The scheduler tells that a little later than that it failed. */
    synchronized String reason() throws InterruptedException {
        long until = System.nanoTime() + MOST_MILLIS_FOR_REASON * 1_000_000;
        for (long left = MOST_MILLIS_FOR_REASON; reason.equals(LOST) && left > 0; ) {
            wait(left);
            left = (until - System.nanoTime()) / 1_000_000;
        }
        return reason;
    }

    /** Waits until nothing of it runs, whatever interrupts, but no longer than so many milliseconds. */
    synchronized void awaitEnd(long most) {
        long until = System.nanoTime() + most * 1_000_000;
        boolean interrupted = false;
        long late = System.nanoTime() + MOST_MILLIS_FOR_LATE_BEGIN * 1_000_000;
        while (!ended || !running.isEmpty() || (!ran && System.nanoTime() < late)) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (ended && running.isEmpty()) {
                left = Math.min(left, LOOK_FOR_LATE_BEGIN_MILLIS);
            }
            if (left <= 0) {
                break;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
