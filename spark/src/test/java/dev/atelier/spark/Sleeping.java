package dev.atelier.spark;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.engine.Work;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.StageTimes;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.media.FrameRange;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Batches that only take their time.
 *
 * @param millis how long each
 */
record Sleeping(long millis) implements RemoteTasks {
    private static final long serialVersionUID = 1L;

    static Work work(int batches, JobListener listener) {
        List<Batch> list = IntStream.range(0, batches)
                .mapToObj(i -> new Batch(i, new FrameRange(i, 1), List.of()))
                .toList();
        return new Work(new JobId("0123456789abcdef"), 1, list, null, listener, new StopSignal());
    }

    /** Runs batches until all executors are there, and warm. */
    static void awaitExecutors(Engine engine, int executors, int batches) throws InterruptedException {
        var there = new AtomicInteger();
        while (there.get() < executors) {
            there.set(0);
            engine.run(work(batches, event -> {
                if (event instanceof JobEvent.ExecutorAdded) {
                    there.incrementAndGet();
                }
            }));
        }
    }

    @Override
    public Opened open(JobId job, long token, Share share) {
        return new Opened() {
            @Override
            public Outcome run(Batch batch, Attempt attempt) throws InterruptedException {
                Thread.sleep(millis);
                return new Outcome(
                        batch.number(),
                        attempt.token(),
                        attempt.number(),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        List.of(),
                        List.of(),
                        StageTimes.ZERO,
                        attempt.place());
            }

            @Override
            public void rehearse(Batch part) {}

            @Override
            public void close() {}
        };
    }
}
