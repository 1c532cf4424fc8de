package dev.atelier.spark;

import java.util.ArrayDeque;
import java.util.Deque;

/** How long batches took lately, and from when on one counts as a straggler. */
final class Durations {
    private static final int LATELY = 101;
    private static final int LEAST = 5;
    private static final int TIMES_MEDIAN = 3;
    private static final long LEAST_NANOS_MORE = 5_000_000_000L;

    private final Deque<Long> lately = new ArrayDeque<>();

    synchronized void add(long nanos) {
        lately.add(nanos);
        if (lately.size() > LATELY) {
            lately.remove();
        }
    }

    /** Whether a batch that has been under way for so long should have been done long ago. */
    synchronized boolean isLong(long nanos) {
        if (lately.size() < LEAST) {
            return false;
        }
        long[] sorted = lately.stream().mapToLong(n -> n).sorted().toArray();
        long median = sorted[sorted.length / 2];
        return nanos > Math.max(TIMES_MEDIAN * median, median + LEAST_NANOS_MORE);
    }
}
