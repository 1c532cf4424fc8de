package dev.atelier.core.pipeline;

import dev.atelier.core.job.JobTiming;
import dev.atelier.core.job.Outcome;
import java.time.Instant;

/** Counts what one node does in a run. */
final class NodeClock {
    private final String node;
    private int batches;
    private int items;
    private double batchSeconds;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    NodeClock(String node) {
        this.node = node;
    }

    void add(Outcome outcome, int count) {
        batches++;
        items += count;
        batchSeconds += RunClock.seconds(outcome.started(), outcome.ended());
        first = outcome.started().isBefore(first) ? outcome.started() : first;
        last = outcome.ended().isAfter(last) ? outcome.ended() : last;
    }

    JobTiming.Node timing() {
        double seconds = RunClock.seconds(first, last);
        return new JobTiming.Node(node, batches, items, batchSeconds, seconds > 0 ? items / seconds : 0);
    }
}
