package dev.atelier.core.engine;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.Place;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/** Runs batches on threads of this process. */
public final class InProcessEngine implements Engine {
    private final int slots;
    private final RetryPolicy retry;
    private final Clock clock;
    private final RandomGenerator random;

    public InProcessEngine(int slots, RetryPolicy retry, Clock clock, RandomGenerator random) {
        if (slots < 1) {
            throw new IllegalArgumentException("an engine needs a slot: " + slots);
        }
        this.slots = slots;
        this.retry = retry;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public void run(Work work) throws InterruptedException {
        var queue = work.batches().iterator();
        var failure = new AtomicReference<Throwable>();
        var ended = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < slots; i++) {
            Thread thread = new Thread(() -> runSlot(work, queue, failure, ended), "batch-slot-" + i);
            threads.add(thread);
            thread.start();
        }
        Thread completion = new Thread(() -> joinAll(threads, ended), "batch-slots-end");
        completion.start();
        try {
            ended.await();
        } finally {
            threads.forEach(Thread::interrupt);
            Threads.joinUninterrupted(threads);
        }
        Throwable cause = failure.get();
        if (cause instanceof InterruptedException) {
            throw new InterruptedException();
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
    }

    private void runSlot(Work work, Iterator<Batch> queue, AtomicReference<Throwable> failure, CountDownLatch ended) {
        try {
            Batch batch;
            while (!work.stop().isRequested() && failure.get() == null && (batch = next(queue)) != null) {
                runBatch(work, batch);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            ended.countDown();
        }
    }

    private static Batch next(Iterator<Batch> queue) {
        synchronized (queue) {
            return queue.hasNext() ? queue.next() : null;
        }
    }

    private void runBatch(Work work, Batch batch) throws InterruptedException {
        var tries = new BatchTries(retry, random);
        while (true) {
            int attempt = tries.attempt();
            work.listener()
                    .on(new JobEvent.BatchStarted(work.job(), batch.number(), attempt, Place.HERE, clock.instant()));
            Duration pause;
            try {
                Outcome outcome = work.task().run(batch, new Attempt(work.token(), attempt));
                work.listener().on(new JobEvent.BatchFinished(work.job(), outcome));
                return;
            } catch (TransientException | InfrastructureException e) {
                if (work.stop().isRequested()) {
                    return; // the batch is done by a later run
                }
                pause = tries.next(e);
                work.listener()
                        .on(new JobEvent.BatchRetried(work.job(), batch.number(), attempt, AtelierException.reason(e)));
            }
            Thread.sleep(pause.toMillis());
        }
    }

    private static void joinAll(List<Thread> threads, CountDownLatch ended) {
        Threads.joinUninterrupted(threads);
        ended.countDown();
    }
}
