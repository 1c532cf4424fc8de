package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.engine.BatchTask;
import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.Work;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.StageTimes;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.media.FrameRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link Engine} does. */
@Timeout(60)
public abstract class EngineContract {
    private static final JobId JOB = new JobId("0123456789abcdef");

    private final Queue<JobEvent> events = new ConcurrentLinkedQueue<>();
    private final StopSignal stop = new StopSignal();

    /** @param attempts how often a batch is tried in all; pauses between are short */
    protected abstract Engine engine(int slots, int attempts);

    /** How many more batches an engine of one slot may have begun before it hears that one failed for good. */
    protected int begunAhead() {
        return 0;
    }

    private Work work(int batches, BatchTask task) {
        List<Batch> list = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            FrameRange range = new FrameRange(i, 1);
            list.add(new Batch(i, range, List.of(range)));
        }
        return new Work(JOB, 7, list, task, events::add, stop);
    }

    private static Outcome outcome(Batch batch, Attempt attempt) {
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

    private List<Integer> finished() {
        return events.stream()
                .filter(JobEvent.BatchFinished.class::isInstance)
                .map(event -> ((JobEvent.BatchFinished) event).outcome().batch())
                .sorted()
                .toList();
    }

    @Test
    void everyBatchIsDoneOnceAndTold() throws InterruptedException {
        Map<Integer, Integer> times = new ConcurrentHashMap<>();
        engine(3, 4).run(work(50, (batch, attempt) -> {
            times.merge(batch.number(), 1, Integer::sum);
            return outcome(batch, attempt);
        }));

        assertThat(times).hasSize(50).allSatisfy((batch, count) -> assertThat(count)
                .isEqualTo(1));
        assertThat(finished()).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void asManyBatchesAsThereAreSlotsRunAtOnce() throws InterruptedException {
        var together = new CountDownLatch(3);
        var most = new AtomicInteger();
        var running = new AtomicInteger();
        engine(3, 1).run(work(9, (batch, attempt) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            together.countDown();
            assertThat(together.await(20, TimeUnit.SECONDS)).isTrue();
            running.decrementAndGet();
            return outcome(batch, attempt);
        }));

        assertThat(most).hasValue(3);
    }

    @Test
    void whatMayPassIsTriedAgainUnderAnotherNumber() throws InterruptedException {
        engine(2, 3).run(work(4, (batch, attempt) -> {
            if (batch.number() == 1 && attempt.number() == 1) {
                throw new TransientException("the store is slow");
            }
            if (batch.number() == 1 && attempt.number() == 2) {
                throw new InfrastructureException("the disk is full");
            }
            assertThat(attempt.token()).isEqualTo(7);
            return outcome(batch, attempt);
        }));

        assertThat(finished()).containsExactly(0, 1, 2, 3);
        assertThat(events)
                .contains(
                        new JobEvent.BatchRetried(JOB, 1, 1, "the store is slow"),
                        new JobEvent.BatchRetried(JOB, 1, 2, "the disk is full"));
    }

    @Test
    void whatNeverPassesEndsTheRunAfterSoManyTries() {
        var tries = new AtomicInteger();
        assertThatThrownBy(() -> engine(1, 3).run(work(1, (batch, attempt) -> {
                    tries.incrementAndGet();
                    throw new TransientException("the store is slow");
                })))
                .isInstanceOf(TransientException.class)
                .hasMessage("the store is slow");
        assertThat(tries).hasValue(3);
    }

    @Test
    void whatCannotPassIsNotTriedAgain() {
        Map<Integer, Integer> tries = new ConcurrentHashMap<>();
        assertThatThrownBy(() -> engine(1, 3).run(work(50, (batch, attempt) -> {
                    tries.merge(batch.number(), 1, Integer::sum);
                    throw new InvalidRequestException("no such model");
                })))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("no such model");
        assertThat(tries).hasSizeLessThanOrEqualTo(1 + begunAhead()).allSatisfy((batch, count) -> assertThat(count)
                .isEqualTo(1));
    }

    @Test
    void aBugEndsTheRunAndNothingGoesOn() throws InterruptedException {
        var running = new AtomicInteger();
        assertThatThrownBy(() -> engine(2, 3).run(work(20, (batch, attempt) -> {
                    running.incrementAndGet();
                    try {
                        if (batch.number() == 3) {
                            throw new IllegalStateException("bug");
                        }
                        Thread.sleep(5);
                        return outcome(batch, attempt);
                    } finally {
                        running.decrementAndGet();
                    }
                })))
                .isInstanceOf(IllegalStateException.class);
        assertThat(running).hasValue(0);
        assertThat(finished()).hasSizeLessThan(19);
    }

    @Test
    void aStopFinishesWhatIsUnderWayAndBeginsNoMore() throws InterruptedException {
        engine(2, 3).run(work(100, (batch, attempt) -> {
            if (batch.number() == 4) {
                stop.request();
            }
            Thread.sleep(2);
            return outcome(batch, attempt);
        }));

        long begun =
                events.stream().filter(JobEvent.BatchStarted.class::isInstance).count();
        assertThat(finished()).contains(4).hasSize((int) begun).hasSizeLessThan(20);
    }

    @Test
    void anInterruptedRunLeavesNothingRunning() throws InterruptedException {
        var begun = new CountDownLatch(2);
        var running = new AtomicInteger();
        var interrupted = new CountDownLatch(1);
        Thread driver = new Thread(() -> {
            try {
                engine(2, 3).run(work(4, (batch, attempt) -> {
                    running.incrementAndGet();
                    begun.countDown();
                    try {
                        Thread.sleep(60_000);
                        return outcome(batch, attempt);
                    } finally {
                        running.decrementAndGet();
                    }
                }));
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        driver.start();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        driver.interrupt();

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(running).hasValue(0);
        assertThat(finished()).isEmpty();
    }
}
