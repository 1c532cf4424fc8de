package dev.atelier.spark;

import dev.atelier.core.engine.ClusterOptions;
import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.engine.Work;
import dev.atelier.core.failure.JobFailedException;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.Json;
import dev.atelier.core.job.Place;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/** Begins tries of the batches of a job, and knows of all that are under way. */
final class SparkTries implements AutoCloseable {
    private final JavaSparkContext spark;
    private final RemoteTasks tasks;
    private final Work work;
    private final ClusterOptions options;
    private final Clock clock;
    private final SparkBatches batches;
    private final AtomicInteger rehearsals = new AtomicInteger();

    SparkTries(JavaSparkContext spark, RemoteTasks tasks, Work work, ClusterOptions options, Clock clock) {
        this.spark = spark;
        this.tasks = tasks;
        this.work = work;
        this.options = options;
        this.clock = clock;
        batches = new SparkBatches(work.job(), work.listener());
        spark.sc().addSparkListener(batches);
    }

    /** Begins a try; {@link #forget} must follow. */
    SparkTry begin(Batch batch, int attempt) {
        return begin(batch, attempt, batch.number() + "-" + attempt, place -> work.listener()
                .on(new JobEvent.BatchStarted(work.job(), batch.number(), attempt, place, clock.instant())));
    }

    /** Begins a try of which nothing is kept; {@link #forget} must follow. */
    SparkTry rehearse(Batch part) {
        return begin(part, BatchCall.REHEARSAL, "rehearsal-" + rehearsals.incrementAndGet(), place -> {});
    }

    private SparkTry begin(Batch batch, int attempt, String name, Consumer<Place> whenBegun) {
        checkConnected();
        var tried = new SparkBatch(whenBegun);
        batches.add(name, tried);
        try {
            spark.setLocalProperty(SparkBatches.PROPERTY, name);
            spark.setJobGroup(name, "batch " + batch.number() + " of job " + work.job(), true);
            var call = new BatchCall(
                    tasks,
                    spark.sc().applicationId(),
                    work.job().value(),
                    work.token(),
                    options.slotsOpenedTogether(),
                    attempt);
            JavaFutureAction<List<BatchReply>> action =
                    spark.parallelize(List.of(Json.text(batch)), 1).map(call).collectAsync();
            return new SparkTry(name, tried, action);
        } catch (RuntimeException | Error e) {
            batches.remove(name);
            throw e;
        }
    }

    void forget(SparkTry tried) {
        batches.remove(tried.name());
    }

    void checkConnected() {
        if (spark.sc().isStopped()) {
            throw new JobFailedException("the cluster " + spark.master()
                    + " ended this application or could not be reached any more; what is done stays done");
        }
    }

    /** Called while something is waited for. */
    void look() {
        // the driver itself counts as one
        batches.whileWaiting(spark.sc().statusTracker().getExecutorInfos().length - 1);
    }

    /** Whether fewer tries are under way, or wait, than could run at once. */
    boolean leaveSlotsFree() {
        return batches.count() < options.slots();
    }

    @Override
    public void close() {
        spark.sc().removeSparkListener(batches);
    }
}
