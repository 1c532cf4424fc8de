package dev.atelier.spark;

import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.Place;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Hears what Spark's scheduler does with the batches under way. */
final class SparkBatches extends SparkListener {
    /** A local property of Spark: names the try of a batch that a Spark job is for. */
    static final String PROPERTY = "atelier.batch";

    private static final long MOST_NANOS_WITHOUT_EXECUTORS = 20_000_000_000L;

    private final JobId job;
    private final JobListener listener;
    private final long began = System.nanoTime();
    private final AtomicBoolean told = new AtomicBoolean();
    private final Map<String, SparkBatch> batches = new ConcurrentHashMap<>();
    private final Map<Integer, SparkBatch> ofStage = new ConcurrentHashMap<>();
    private final Map<Integer, SparkBatch> ofJob = new ConcurrentHashMap<>();

    SparkBatches(JobId job, JobListener listener) {
        this.job = job;
        this.listener = listener;
    }

    /**
     * Says, once, that no executor has come for long: Spark waits in silence for what a cluster does not have.
     *
     * @param executors how many there are
     */
    void whileWaiting(int executors) {
        boolean late = System.nanoTime() - began > MOST_NANOS_WITHOUT_EXECUTORS;
        if (executors == 0 && late && !told.getAndSet(true)) {
            listener.on(new JobEvent.Notice(
                    job,
                    "no executor has come yet: the cluster's workers are busy, or have not the cores or the memory that"
                            + " one needs (--executor-cores, --executor-memory); still waiting"));
        }
    }

    void add(String name, SparkBatch batch) {
        batches.put(name, batch);
    }

    void remove(String name) {
        ofStage.remove(batches.remove(name).stage());
    }

    /** How many tries are under way or wait. */
    int count() {
        return batches.size();
    }

    @Override
    public void onJobStart(SparkListenerJobStart event) {
        String name = event.properties().getProperty(PROPERTY);
        SparkBatch batch = name == null ? null : batches.get(name);
        if (batch != null) {
            int stage = event.stageInfos().head().stageId();
            batch.jobBegan(stage);
            ofStage.put(stage, batch);
            ofJob.put(event.jobId(), batch);
        }
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart event) {
        SparkBatch batch = ofStage.get(event.stageId());
        if (batch != null) {
            var task = event.taskInfo();
            batch.taskBegan(task.taskId(), new Place(task.host(), task.executorId()));
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
        SparkBatch batch = ofStage.get(event.stageId());
        if (batch != null) {
            boolean crash = event.reason() instanceof ExecutorLostFailure lost && lost.exitCausedByApp();
            batch.taskEnded(event.taskInfo().taskId(), reason(event), crash);
        }
    }

    private static String reason(SparkListenerTaskEnd event) {
        if (event.reason() instanceof ExecutorLostFailure lost) {
            String why = lost.reason().isDefined() ? lost.reason().get() : "no reason is known";
            return "executor " + lost.execId() + " was lost: " + why;
        }
        return event.reason() instanceof TaskFailedReason failed
                ? failed.toErrorString().lines().findFirst().orElse("")
                : null;
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd event) {
        SparkBatch batch = ofJob.remove(event.jobId());
        if (batch != null) {
            // its stage stays known: a task that is being killed ends after its job
            batch.jobEnded();
        }
    }
}
