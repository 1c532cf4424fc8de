package dev.atelier.spark;

import dev.atelier.core.job.Place;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;

/** One try of a batch: a Spark job of one task. */
final class SparkTry {
    /** Longer than the task reaper takes to end an executor whose task does not. */
    private static final long MOST_MILLIS_TO_END = 90_000;

    /** Of a try that was lost before it was heard to begin. */
    private static final Place NOBODY_KNOWS = new Place("", "");

    private final String name;
    private final SparkBatch batch;
    private final JavaFutureAction<List<BatchReply>> action;

    SparkTry(String name, SparkBatch batch, JavaFutureAction<List<BatchReply>> action) {
        this.name = name;
        this.batch = batch;
        this.action = action;
    }

    /** Its name among those under way. */
    String name() {
        return name;
    }

    /** How long it has been under way; 0 before it has begun. */
    long nanos() {
        return batch.nanos();
    }

    /**
     * Waits a little for what comes back.
     *
     * @return empty if nothing has yet
     * @throws LostExecutorException if nothing ever will
     */
    Optional<BatchReply> poll(long millis) throws InterruptedException, LostExecutorException {
        try {
            BatchReply reply = action.get(millis, TimeUnit.MILLISECONDS).get(0);
            batch.begin(reply.place());
            if (reply.isLost()) {
                throw lost();
            }
            return Optional.of(reply);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException | CancellationException e) {
            batch.begin(NOBODY_KNOWS);
            throw lost();
        }
    }

    private LostExecutorException lost() throws InterruptedException {
        String reason = batch.reason();
        return new LostExecutorException(reason, batch.hasCrashed());
    }

    /** Takes it back unless it has begun. */
    boolean withdraw() {
        return batch.withdraw();
    }

    /** Ends it unless it has ended. It may go on for a while. */
    void cancel() {
        action.cancel(true);
    }

    /** Ends it unless it has ended, and waits until nothing of it runs any more. */
    void end() {
        cancel();
        batch.awaitEnd(MOST_MILLIS_TO_END);
    }
}
