package dev.atelier.spark;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.engine.Work;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.JobFailedException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.Json;
import dev.atelier.core.job.Outcome;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs batches on the executors of a Spark application: a Spark job of one task for each try of a batch, so that what
 * happens to one leaves the others alone. A thread of the driver waits for each; tries, pauses and ends are those of
 * {@link InProcessEngine}.
 */
final class SparkEngine implements Engine {
    /** As many again as can run wait at Spark's scheduler, so that no slot waits for the driver. */
    private static final int WINDOW = 2;

    private static final long LOOK_FOR_STOP_MILLIS = 100;

    /** What has begun is heard of a little later: what was not by then still waits, and is taken back. */
    private static final int LOOKS_BEFORE_WITHDRAWAL = 20;

    /** Longer than the task reaper takes to end an executor whose task does not. */
    private static final long MOST_MILLIS_TO_END = 90_000;

    private final JavaSparkContext spark;
    private final RemoteTasks tasks;
    private final int slots;
    private final int slotsOfExecutor;
    private final RetryPolicy retry;
    private final Clock clock;
    private final RandomGenerator random;
    private final SparkExecutors executors = new SparkExecutors();

    /** @param slots batches that run at once when all executors are there */
    SparkEngine(
            JavaSparkContext spark,
            RemoteTasks tasks,
            int slots,
            int slotsOfExecutor,
            RetryPolicy retry,
            Clock clock,
            RandomGenerator random) {
        this.spark = spark;
        this.tasks = tasks;
        this.slots = slots;
        this.slotsOfExecutor = slotsOfExecutor;
        this.retry = retry;
        this.clock = clock;
        this.random = random;
        spark.sc().addSparkListener(executors);
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public int executors() {
        return slots / slotsOfExecutor;
    }

    @Override
    public void run(Work work) throws InterruptedException {
        var batches = new SparkBatches(work.job(), work.listener());
        spark.sc().addSparkListener(batches);
        executors.begin(work.job(), work.listener());
        try {
            // a batch begins when Spark begins it, not when it is given to Spark
            JobListener listener = event -> {
                if (!(event instanceof JobEvent.BatchStarted)) {
                    work.listener().on(event);
                }
            };
            new InProcessEngine(WINDOW * slots, retry, clock, random)
                    .run(new Work(
                            work.job(),
                            work.token(),
                            work.batches(),
                            (batch, attempt) -> run(work, batches, batch, attempt),
                            listener,
                            work.stop()));
        } finally {
            executors.end();
            spark.sc().removeSparkListener(batches);
        }
    }

    private Outcome run(Work work, SparkBatches batches, Batch batch, Attempt attempt) throws InterruptedException {
        var tried = new SparkBatch(() -> work.listener()
                .on(new JobEvent.BatchStarted(work.job(), batch.number(), attempt.number(), clock.instant())));
        checkConnected();
        String name = batch.number() + "-" + attempt.number();
        batches.add(name, tried);
        try {
            spark.setLocalProperty(SparkBatches.PROPERTY, name);
            spark.setJobGroup(name, "batch " + batch.number() + " of job " + work.job(), true);
            var call = new BatchCall(
                    tasks,
                    spark.sc().applicationId(),
                    work.job().value(),
                    work.token(),
                    slotsOfExecutor,
                    attempt.number());
            JavaFutureAction<List<BatchReply>> action =
                    spark.parallelize(List.of(Json.text(batch)), 1).map(call).collectAsync();
            Outcome outcome = reply(work, batches, tried, action).get();
            tried.begin();
            tell(work, batch, attempt, outcome);
            return outcome;
        } catch (InfrastructureException e) {
            tried.begin();
            throw SparkBatch.LOST.equals(e.getMessage()) ? new InfrastructureException(tried.reason(), e) : e;
        } finally {
            batches.remove(name);
        }
    }

    private BatchReply reply(
            Work work, SparkBatches batches, SparkBatch tried, JavaFutureAction<List<BatchReply>> action)
            throws InterruptedException {
        int looksSinceStop = 0;
        while (true) {
            try {
                return action.get(LOOK_FOR_STOP_MILLIS, TimeUnit.MILLISECONDS).get(0);
            } catch (TimeoutException e) {
                // the driver itself counts as one
                batches.whileWaiting(spark.sc().statusTracker().getExecutorInfos().length - 1);
                if (work.stop().isRequested() && ++looksSinceStop > LOOKS_BEFORE_WITHDRAWAL && tried.withdraw()) {
                    end(tried, action);
                    throw new TransientException("the run was stopped before the batch began");
                }
            } catch (InterruptedException e) {
                end(tried, action);
                throw e;
            } catch (ExecutionException | CancellationException e) {
                checkConnected();
                throw new InfrastructureException(SparkBatch.LOST, e);
            }
        }
    }

    private void checkConnected() {
        if (spark.sc().isStopped()) {
            throw new JobFailedException("the cluster " + spark.master()
                    + " ended this application or could not be reached any more; what is done stays done");
        }
    }

    private static void end(SparkBatch tried, JavaFutureAction<List<BatchReply>> action) {
        action.cancel(true);
        tried.awaitEnd(MOST_MILLIS_TO_END);
    }

    /** What the executor's process was told of items, told here. */
    private static void tell(Work work, Batch batch, Attempt attempt, Outcome outcome) {
        outcome.failed().forEach(item -> work.listener()
                .on(new JobEvent.ItemFailed(work.job(), batch.number(), item.item(), item.reason())));
        work.listener()
                .on(new JobEvent.ItemsScored(
                        work.job(),
                        batch.number(),
                        attempt.number(),
                        batch.items().count()));
    }

    @Override
    public void close() {
        String application = spark.sc().applicationId();
        spark.stop();
        OpenedTasks.OF_THIS_PROCESS.close(application);
    }
}
