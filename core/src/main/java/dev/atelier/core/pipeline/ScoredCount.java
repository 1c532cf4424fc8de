package dev.atelier.core.pipeline;

import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobListener;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Counts the items of the batches that a run finishes, wherever they are done, and passes on what it hears. */
final class ScoredCount implements JobListener {
    private final AtomicIntegerArray itemsOfBatch;
    private final JobListener listener;
    private final AtomicInteger items = new AtomicInteger();

    ScoredCount(int batches, JobListener listener) {
        this.itemsOfBatch = new AtomicIntegerArray(batches);
        this.listener = listener;
    }

    /** Called before the batch is begun. */
    void expect(Batch batch) {
        itemsOfBatch.set(batch.number(), batch.items().count());
    }

    @Override
    public void on(JobEvent event) {
        if (event instanceof JobEvent.BatchFinished finished) {
            items.addAndGet(itemsOfBatch.get(finished.outcome().batch()));
        }
        listener.on(event);
    }

    int items() {
        return items.get();
    }
}
