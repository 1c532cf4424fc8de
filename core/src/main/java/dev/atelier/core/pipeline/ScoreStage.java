package dev.atelier.core.pipeline;

import dev.atelier.core.engine.BatchTask;
import dev.atelier.core.failure.JobFailedException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.media.FrameRange;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/**
 * The third stage: scores a batch, from reading its items to recording its outcome. Items are read ahead, scored on a
 * pool that all batches share, and written in order; what waits between these is bounded.
 */
final class ScoreStage implements BatchTask {
    private final BatchItems items;
    private final ItemScorers scorers;
    private final ExecutorService pool;
    private final int window;
    private final JobRepository repository;
    private final long maxFailedItems;
    private final JobListener listener;
    private final Clock clock;
    private final JobId job;
    private final Map<Integer, Integer> failedItems = new ConcurrentHashMap<>();

    /**
     * @param pool where items are scored
     * @param window how many calls of the scorer a batch may have under way or waiting
     * @param failedBefore for each batch that is done, the number of its items that failed
     */
    ScoreStage(
            BatchItems items,
            ItemScorers scorers,
            ExecutorService pool,
            int window,
            JobRepository repository,
            Map<Integer, Integer> failedBefore,
            JobListener listener,
            Clock clock) {
        this.items = items;
        this.scorers = scorers;
        this.pool = pool;
        this.window = window;
        this.repository = repository;
        this.maxFailedItems = items.spec().options().maxFailedItems();
        this.listener = listener;
        this.clock = clock;
        this.job = items.layout().id();
        failedItems.putAll(failedBefore);
    }

    @Override
    public Outcome run(Batch batch, Attempt attempt) throws InterruptedException {
        Instant started = clock.instant();
        failedItems.remove(batch.number());
        try (ItemSink sink = items.sink(batch, attempt)) {
            BatchLog log = new BatchLog(batch.number(), attempt);
            var neighbourhood = neighbourhood(batch);
            var frames = new SteadiedItems(neighbourhood, batch.items());
            try (var scored = scored(batch, neighbourhood, sink)) {
                List<ScoredItem> group;
                while ((group = scored.next()) != null) {
                    write(batch, attempt, frames.add(group), sink, log);
                }
                write(batch, attempt, frames.end(), sink, log);
            }
            List<Outcome.Product> products = log.timeFinish(sink);
            return record(log.outcome(started, clock.instant(), products), log);
        }
    }

    /** Reads and scores items, those of them that the job has, and keeps nothing of it. */
    void rehearse(Batch part) throws InterruptedException {
        FrameRange range = part.items();
        int count = Math.min(range.end(), items.source().count()) - range.first();
        if (count <= 0) {
            return;
        }
        Batch batch = part.part(new FrameRange(range.first(), count));
        try (var scored = scored(batch, neighbourhood(batch), ItemSink.NONE)) {
            while (scored.next() != null) {
                // nobody wants it
            }
        }
    }

    private ScoredItems scored(Batch batch, Neighbourhood neighbourhood, ItemSink sink) {
        ItemSource source = items.source(neighbourhood.around(batch.items()));
        return new ScoredItems(source, Set.copyOf(batch.crashing()), scorers, sink, neighbourhood, pool, window);
    }

    private Neighbourhood neighbourhood(Batch batch) {
        try (var first = scorers.of(batch.items().first())) {
            return Neighbourhood.of(items, first.scorer());
        }
    }

    private void write(Batch batch, Attempt attempt, List<ScoredItem> scored, ItemSink sink, BatchLog log)
            throws InterruptedException {
        for (ScoredItem item : scored) {
            write(batch, item, sink, log);
        }
        if (!scored.isEmpty()) {
            listener.on(new JobEvent.ItemsScored(job, batch.number(), attempt.number(), scored.size()));
        }
    }

    private void write(Batch batch, ScoredItem item, ItemSink sink, BatchLog log) throws InterruptedException {
        if (item.failed()) {
            listener.on(new JobEvent.ItemFailed(job, batch.number(), item.item().name(), item.failure()));
            failedItems.merge(batch.number(), 1, Integer::sum);
            checkFailures(item);
        }
        log.write(item, sink);
    }

    private void checkFailures(ScoredItem item) {
        long failed = failedItems.values().stream().mapToLong(n -> n).sum();
        if (failed > maxFailedItems) {
            throw new JobFailedException(failed + (failed == 1 ? " item" : " items") + " failed, more than the allowed "
                    + maxFailedItems + " (--max-failed-items); the last was "
                    + Outcome.FailedItem.describe(item.item().name(), item.failure()));
        }
    }

    private Outcome record(Outcome outcome, BatchLog log) {
        JobLayout layout = items.layout();
        repository.writeBytes(layout.log(outcome.batch()), log.bytes());
        if (repository.create(layout.outcome(outcome.batch()), outcome)) {
            return outcome;
        }
        return repository.read(layout.outcome(outcome.batch()), Outcome.class).orElseThrow();
    }
}
