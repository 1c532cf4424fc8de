package dev.atelier.spark;

import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobListener;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorExcluded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerNodeExcluded;

/** Tells of executors that come and go; of those that came before there was a job, when there is one. */
final class SparkExecutors extends SparkListener {
    private final Map<String, SparkListenerExecutorAdded> there = new LinkedHashMap<>();
    private JobId job;
    private JobListener listener;

    /** Tells of those that are there, and of what happens from now on. */
    synchronized void begin(JobId ofWork, JobListener whoHears) {
        job = ofWork;
        listener = whoHears;
        there.values().forEach(this::tell);
    }

    synchronized void end() {
        listener = null;
    }

    @Override
    public synchronized void onExecutorAdded(SparkListenerExecutorAdded event) {
        there.put(event.executorId(), event);
        if (listener != null) {
            tell(event);
        }
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        there.remove(event.executorId());
        if (listener != null) {
            listener.on(new JobEvent.ExecutorRemoved(job, event.executorId(), event.reason()));
        }
    }

    @Override
    public synchronized void onExecutorExcluded(SparkListenerExecutorExcluded event) {
        excluded("executor " + event.executorId(), event.taskFailures() + " batches in a row failed there");
    }

    @Override
    public synchronized void onNodeExcluded(SparkListenerNodeExcluded event) {
        excluded("node " + event.hostId(), event.executorFailures() + " of its executors were excluded");
    }

    private void excluded(String what, String reason) {
        if (listener != null) {
            listener.on(new JobEvent.Excluded(job, what, reason));
        }
    }

    private void tell(SparkListenerExecutorAdded event) {
        listener.on(new JobEvent.ExecutorAdded(
                job,
                event.executorId(),
                event.executorInfo().executorHost(),
                event.executorInfo().totalCores()));
    }
}
