package dev.atelier.spark;

import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/**
 * What goes to an executor: how to open the job, and one try of a batch as JSON. Every failure comes back as a value,
 * since a task that throws costs Spark's scheduler more than it tells the driver.
 *
 * @param application the driver's Spark application
 * @param slots batches that an executor does at once
 * @param attempt which of the batch's tries it is
 */
record BatchCall(RemoteTasks tasks, String application, String job, long token, int slots, int attempt)
        implements Function<String, BatchReply> {
    private static final long serialVersionUID = 1L;

    @Override
    public BatchReply call(String json) throws IOException, InterruptedException {
        if (TaskContext.get().attemptNumber() > 0) {
            // another try than the driver knows of, when an executor is lost: it must have a number of its own
            return BatchReply.failed(new InfrastructureException(SparkBatch.LOST));
        }
        Batch batch = Json.read(json.getBytes(StandardCharsets.UTF_8), Batch.class);
        try {
            var opened = OpenedTasks.OF_THIS_PROCESS.get(
                    application + " " + job + " " + token, () -> tasks.open(new JobId(job), token, slots));
            return BatchReply.done(opened.run(batch, new Attempt(token, attempt)));
        } catch (RuntimeException | LinkageError e) {
            return BatchReply.failed(e);
        }
    }
}
