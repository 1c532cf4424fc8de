package dev.atelier.core.trigger;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.trigger.WatchedPrefix.Fate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Looks for triggers again and again, rejects the bad ones and runs the good ones. Any number of watchers may look at one
 * prefix. A look reads many triggers at once and begins a good one as soon as it is read; bad ones are moved away beside
 * that, by other threads. After a look that found nothing to do the next one waits longer.
 */
public final class Watcher {
    private static final int READ_AT_ONCE = 16;
    private static final int CHUNK = 64;
    private static final int MOST_REMEMBERED = 10_000;
    private static final int MOST_TROUBLES = 10;

    private final WatchedPrefix prefix;
    private final TriggerReader reader;
    private final SettleStage settle;
    private final TriggerRun run;
    private final TriggerEvent.Listener listener;
    private final Pauses pauses;
    private final int atOnce;
    private final Semaphore slots;
    private final Semaphore bell = new Semaphore(0);

    /** Those that were read and wait for a slot, and those that were rejected and stay where they are. */
    private final Set<String> known = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }));

    /**
     * How long to wait between looks.
     *
     * @param shortest after a look that found something to do
     * @param longest at most, after many looks that found nothing
     */
    public record Pauses(Duration shortest, Duration longest) {
        public static final Pauses DEFAULT = new Pauses(Duration.ofMillis(500), Duration.ofSeconds(30));
    }

    /**
     * @param ops the store of job records
     * @param atOnce how many triggers are run at once
     */
    public Watcher(
            WatchedPrefix prefix,
            TriggerJobs jobs,
            ObjectStore ops,
            int atOnce,
            Pauses pauses,
            TriggerEvent.Listener listener,
            Clock clock) {
        this.prefix = prefix;
        this.listener = listener;
        this.pauses = pauses;
        this.atOnce = atOnce;
        this.slots = new Semaphore(atOnce);
        reader = new TriggerReader(prefix, jobs.options());
        settle = new SettleStage(prefix);
        var runStage = new RunStage(jobs, new JobRepository(ops, clock), listener);
        run = new TriggerRun(
                prefix,
                jobs,
                new ClaimStage(prefix, settle, clock),
                runStage,
                new LogStage(prefix, ops),
                settle,
                listener,
                clock);
    }

    /** What a look at the triggers came to. */
    private static final class Look {
        /** Triggers that were begun. */
        private final List<Future<TriggerRun.Verdict>> runs = new ArrayList<>();

        private final List<Future<?>> moves = new ArrayList<>();

        /** Whether there are triggers for another look: no slot was free, or they could not be read. */
        private boolean more;
    }

    /**
     * Watches until a stop is requested, or, if only what is there now is to be done, until that is done. Jobs that run
     * then finish the batches under way, and their triggers stay.
     *
     * @param once whether to end when nothing is left that this watcher can do
     * @throws InvalidRequestException if only what is there is to be done and the defaults of the prefix are wrong
     * @throws AtelierException if only what is there is to be done and the store goes on failing
     */
    public void watch(boolean once, StopSignal stop) throws InterruptedException {
        ExecutorService readers = Executors.newFixedThreadPool(READ_AT_ONCE, named("trigger-reader"));
        ExecutorService movers = Executors.newFixedThreadPool(READ_AT_ONCE / 2, named("trigger-mover"));
        ExecutorService runners = Executors.newFixedThreadPool(atOnce, named("trigger-runner"));
        try {
            Duration pause = pauses.shortest;
            int troubles = 0;
            while (!stop.isRequested()) {
                boolean again;
                try {
                    reader.refreshDefaults();
                    Look look = look(readers, movers, runners, stop);
                    again = once && (awaited(look) || look.more);
                    pause = look.moves.isEmpty() ? pause : pauses.shortest;
                    troubles = 0;
                } catch (AtelierException e) {
                    if (once && (e instanceof InvalidRequestException || ++troubles == MOST_TROUBLES)) {
                        throw e;
                    }
                    listener.on(new TriggerEvent.Trouble(AtelierException.reason(e)));
                    again = true;
                }
                if (once && !again) {
                    return;
                }
                if (bell.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                    pause = pauses.shortest;
                } else {
                    pause = min(pause.multipliedBy(3).dividedBy(2), pauses.longest);
                }
            }
        } finally {
            readers.shutdownNow();
            end(movers);
            end(runners);
        }
    }

    /** Waits for what a look began; gives back whether any of it is worth another look. */
    private static boolean awaited(Look look) throws InterruptedException {
        boolean again = false;
        for (Future<TriggerRun.Verdict> begun : look.runs) {
            again |= result(begun) != TriggerRun.Verdict.TAKEN;
        }
        return again;
    }

    /** One look at all triggers there are. */
    private Look look(ExecutorService readers, ExecutorService movers, ExecutorService runners, StopSignal stop)
            throws InterruptedException {
        Look look = new Look();
        Iterator<Trigger> pending = new PendingTriggers(prefix.inbox()).iterator();
        while (pending.hasNext() && !stop.isRequested()) {
            List<Future<Read>> reads = new ArrayList<>();
            while (reads.size() < CHUNK && pending.hasNext()) {
                Trigger trigger = pending.next();
                if (slots.availablePermits() > 0 || !known.contains(trigger.id())) {
                    reads.add(readers.submit(() -> read(trigger)));
                } else {
                    look.more = true;
                }
            }
            for (Future<Read> future : reads) {
                Read read = result(future);
                if (read.request != null) {
                    begin(read, runners, look, stop);
                } else if (read.problems.isEmpty()) {
                    look.more |= read.again;
                } else if (known.add(read.trigger.id())) {
                    look.moves.add(movers.submit(() -> reject(read)));
                }
            }
        }
        for (Future<?> move : look.moves) {
            result(move);
        }
        return look;
    }

    /** A trigger as it was read: with a request, or problems, or neither if it is gone or has to be read again. */
    private record Read(Trigger trigger, TriggerRequest request, List<String> problems, boolean again) {}

    private Read read(Trigger trigger) {
        try {
            return new Read(trigger, reader.read(trigger), List.of(), false);
        } catch (InvalidRequestException e) {
            return new Read(trigger, null, e.problems(), false);
        } catch (NoSuchObjectException e) {
            return new Read(trigger, null, List.of(), false);
        } catch (AtelierException e) {
            listener.on(new TriggerEvent.Trouble(AtelierException.reason(e)));
            return new Read(trigger, null, List.of(), true);
        }
    }

    private void reject(Read read) {
        try {
            settle.reject(read.trigger, read.problems);
            listener.on(new TriggerEvent.Refused(read.trigger, Fate.REJECTED, String.join("; ", read.problems)));
        } catch (AtelierException e) {
            known.remove(read.trigger.id());
            listener.on(new TriggerEvent.Trouble(AtelierException.reason(e)));
        }
    }

    private void begin(Read read, ExecutorService runners, Look look, StopSignal stop) {
        if (!slots.tryAcquire()) {
            known.add(read.trigger.id());
            look.more = true;
            return;
        }
        look.runs.add(runners.submit(() -> {
            TriggerRun.Verdict verdict = TriggerRun.Verdict.LATER;
            try {
                verdict = run.run(read.trigger, read.request, stop);
            } catch (RuntimeException e) {
                listener.on(new TriggerEvent.Trouble(AtelierException.reason(e)));
            } finally {
                slots.release();
                if (verdict == TriggerRun.Verdict.SETTLED) {
                    bell.release();
                }
            }
            return verdict;
        }));
    }

    private static <T> T result(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private static void end(ExecutorService threads) {
        threads.shutdown();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                var unused = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
                threads.shutdownNow();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static java.util.concurrent.ThreadFactory named(String name) {
        return task -> new Thread(task, name);
    }
}
