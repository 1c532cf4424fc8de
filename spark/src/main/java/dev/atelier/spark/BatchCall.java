package dev.atelier.spark;

import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.Json;
import dev.atelier.core.job.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.resource.ResourceInformation;

/**
 * What goes to an executor: how to open the job, and one try of a batch as JSON. Every failure comes back as a value,
 * since a task that throws costs Spark's scheduler more than it tells the driver.
 *
 * @param application the driver's Spark application
 * @param slots batches that an executor does at once, on each of its GPUs if it has any
 * @param attempt which of the batch's tries it is; {@link #REHEARSAL} if nothing is to be kept of it
 */
record BatchCall(RemoteTasks tasks, String application, String job, long token, int slots, int attempt)
        implements Function<String, BatchReply> {
    static final int REHEARSAL = 0;
    private static final long serialVersionUID = 1L;

    /** The GPU that Spark gave this task, by its number on the node; empty if it gave none. */
    private static String gpu() {
        ResourceInformation given = TaskContext.get().resourcesJMap().get("gpu");
        return given == null ? "" : given.addresses()[0];
    }

    private static Place here() {
        SparkEnv env = SparkEnv.get();
        return new Place(env.blockManager().blockManagerId().host(), env.executorId());
    }

    @Override
    public BatchReply call(String json) throws IOException, InterruptedException {
        Place place = here();
        if (TaskContext.get().attemptNumber() > 0) {
            // another try than the driver knows of, when an executor is lost: it must have a number of its own
            return BatchReply.failed(new InfrastructureException(SparkBatch.LOST), place);
        }
        Batch batch = Json.read(json.getBytes(StandardCharsets.UTF_8), Batch.class);
        try {
            String gpu = gpu();
            var opened = OpenedTasks.OF_THIS_PROCESS.get(
                    String.join(" ", application, job, Long.toString(token), gpu),
                    () -> tasks.open(new JobId(job), token, new RemoteTasks.Share(slots, gpu)));
            if (attempt == REHEARSAL) {
                opened.rehearse(batch);
                return BatchReply.rehearsed(place);
            }
            return BatchReply.done(opened.run(batch, new Attempt(token, attempt, place)), place);
        } catch (RuntimeException | LinkageError e) {
            return BatchReply.failed(
                    OpenedTasks.OF_THIS_PROCESS.isEnding() ? new TransientException("its executor was told to end") : e,
                    place);
        }
    }
}
