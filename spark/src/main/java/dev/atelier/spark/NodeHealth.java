package dev.atelier.spark;

import dev.atelier.core.job.Place;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.ExecutorFailuresInTaskSet;
import org.apache.spark.scheduler.HealthTracker;
import org.apache.spark.scheduler.TaskSchedulerImpl;

/**
 * Has executors excluded where the machine failed several batches in a row: such a one is always free, and would take
 * batch after batch. Spark itself counts failures only of what it tries again itself; what follows from an exclusion (of a
 * node with several such executors, and until when) is Spark's.
 */
final class NodeHealth {
    /** In a row. */
    static final int FAILURES = 3;

    private final TaskSchedulerImpl scheduler;
    private final Map<String, Integer> inARow = new HashMap<>();

    NodeHealth(SparkContext spark) {
        scheduler = spark.taskScheduler() instanceof TaskSchedulerImpl known ? known : null;
    }

    synchronized void note(BatchReply reply) {
        String executor = reply.place().executor();
        if (!reply.isMachineFailure()) {
            inARow.remove(executor);
        } else if (inARow.merge(executor, 1, Integer::sum) == FAILURES) {
            exclude(reply.place());
        }
    }

    private void exclude(Place place) {
        if (scheduler == null || scheduler.healthTrackerOpt().isEmpty()) {
            return;
        }
        HealthTracker tracker = scheduler.healthTrackerOpt().get();
        var failures = new ExecutorFailuresInTaskSet(place.node());
        for (int i = 0; i < FAILURES; i++) {
            failures.updateWithFailure(i, System.currentTimeMillis());
        }
        var ofExecutors = new scala.collection.mutable.HashMap<String, ExecutorFailuresInTaskSet>();
        ofExecutors.put(place.executor(), failures);
        // as Spark guards it
        synchronized (scheduler) {
            tracker.updateExcludedForSuccessfulTaskSet(0, 0, ofExecutors);
        }
    }
}
