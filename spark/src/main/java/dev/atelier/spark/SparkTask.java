package dev.atelier.spark;

import dev.atelier.core.engine.BatchTask;
import dev.atelier.core.engine.CrashIsolation;
import dev.atelier.core.engine.Work;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Has one batch after another done by executors. A straggler is tried a second time beside the first once slots are free;
 * the outcome that is recorded first counts. A batch whose executor crashed twice is searched for the item that does it.
 */
final class SparkTask implements BatchTask, AutoCloseable {
    /** What is added to a try's number for the one beside it: no engine tries as often. */
    private static final int BESIDE = 1000;

    private static final int CRASHES = 2;
    private static final int REHEARSALS = 3;
    private static final long LOOK_MILLIS = 100;

    /** What has begun is heard of a little later: what was not by then still waits, and is taken back. */
    private static final int LOOKS_BEFORE_WITHDRAWAL = 20;

    private final SparkTries tries;
    private final Work work;
    private final NodeHealth health;
    private final Durations durations = new Durations();
    private final Queue<SparkTry> overtaken = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> crashes = new ConcurrentHashMap<>();
    private final Map<Integer, List<Integer>> crashing = new ConcurrentHashMap<>();
    /** Held for writing while a batch is searched: others would lose their executors for nothing. */
    private final ReadWriteLock searching = new ReentrantReadWriteLock(true);

    SparkTask(SparkTries tries, Work work, NodeHealth health) {
        this.tries = tries;
        this.work = work;
        this.health = health;
    }

    @Override
    public Outcome run(Batch planned, Attempt attempt) throws InterruptedException {
        Batch batch = planned.withCrashing(crashing.getOrDefault(planned.number(), List.of()));
        try {
            return tried(batch, attempt);
        } catch (LostExecutorException e) {
            tries.checkConnected();
            if (e.isCrash() && crashes.merge(batch.number(), 1, Integer::sum) >= CRASHES) {
                crashes.remove(batch.number());
                search(batch);
            }
            throw new InfrastructureException(e.getMessage(), e);
        }
    }

    private Outcome tried(Batch batch, Attempt attempt) throws InterruptedException, LostExecutorException {
        searching.readLock().lockInterruptibly();
        List<SparkTry> under = new ArrayList<>();
        try {
            under.add(tries.begin(batch, attempt.number()));
            Outcome outcome = reply(batch, attempt, under).get();
            tell(batch, outcome);
            return outcome;
        } catch (InterruptedException e) {
            under.forEach(SparkTry::end);
            throw e;
        } finally {
            searching.readLock().unlock();
            under.forEach(tries::forget);
        }
    }

    /** @param under the tries under way, the first of which has begun */
    private BatchReply reply(Batch batch, Attempt attempt, List<SparkTry> under)
            throws InterruptedException, LostExecutorException {
        int looksSinceStop = 0;
        while (true) {
            for (SparkTry each : List.copyOf(under)) {
                Optional<BatchReply> reply = poll(each, under);
                if (reply.isPresent()) {
                    overtake(each, under);
                    return reply.get();
                }
            }
            tries.look();
            boolean alone = under.size() == 1;
            if (alone && work.stop().isRequested()) {
                if (++looksSinceStop > LOOKS_BEFORE_WITHDRAWAL && under.get(0).withdraw()) {
                    under.get(0).end();
                    throw new TransientException("the run was stopped before the batch began");
                }
            } else if (alone && durations.isLong(under.get(0).nanos()) && tries.leaveSlotsFree()) {
                under.add(tries.begin(batch, attempt.number() + BESIDE));
            }
        }
    }

    /** What came back, unless another try may still do better. */
    private Optional<BatchReply> poll(SparkTry each, List<SparkTry> under)
            throws InterruptedException, LostExecutorException {
        try {
            Optional<BatchReply> reply = each.poll(LOOK_MILLIS / under.size());
            reply.ifPresent(health::note);
            if (reply.isEmpty() || reply.get().failure() == null || under.size() == 1) {
                return reply;
            }
        } catch (LostExecutorException e) {
            if (under.size() == 1) {
                throw e;
            }
        }
        under.remove(each);
        tries.forget(each);
        return Optional.empty();
    }

    private void overtake(SparkTry first, List<SparkTry> under) {
        durations.add(first.nanos());
        for (SparkTry other : List.copyOf(under)) {
            if (other != first) {
                other.cancel();
                overtaken.add(other);
                under.remove(other);
            }
        }
    }

    /** What the executor's process was told of items, told here. */
    private void tell(Batch batch, Outcome outcome) {
        outcome.failed().forEach(item -> work.listener()
                .on(new JobEvent.ItemFailed(work.job(), batch.number(), item.item(), item.reason())));
        work.listener()
                .on(new JobEvent.ItemsScored(
                        work.job(),
                        batch.number(),
                        outcome.attempt(),
                        batch.items().count()));
    }

    /** Searches for the items that crash; the next try leaves them out. */
    private void search(Batch batch) throws InterruptedException {
        searching.writeLock().lockInterruptibly();
        try {
            List<Integer> found = new CrashIsolation(this::survives).crashing(batch);
            crashing.put(batch.number(), found);
            work.listener()
                    .on(new JobEvent.Notice(
                            work.job(),
                            "batch " + batch.number() + " crashed its executor " + CRASHES + " times; "
                                    + (found.isEmpty()
                                            ? "no single item of it does"
                                            : "left out, since they do it again each time: items number " + found)));
        } finally {
            searching.writeLock().unlock();
        }
    }

    private boolean survives(Batch part) throws InterruptedException {
        for (int i = 0; i < REHEARSALS; i++) {
            SparkTry rehearsal = tries.rehearse(part);
            try {
                while (rehearsal.poll(LOOK_MILLIS).isEmpty()) {
                    tries.look();
                    if (work.stop().isRequested()) {
                        rehearsal.end();
                        throw new TransientException("the run was stopped while a batch was searched");
                    }
                }
                return true;
            } catch (LostExecutorException e) {
                tries.checkConnected();
                if (e.isCrash()) {
                    return false;
                }
            } catch (InterruptedException e) {
                rehearsal.end();
                throw e;
            } finally {
                tries.forget(rehearsal);
            }
        }
        return true;
    }

    /** Waits until nothing runs any more of tries that were overtaken: what they write must not come late. */
    @Override
    public void close() {
        for (SparkTry each : overtaken) {
            each.end();
            tries.forget(each);
        }
    }
}
