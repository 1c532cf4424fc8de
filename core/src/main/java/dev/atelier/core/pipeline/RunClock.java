package dev.atelier.core.pipeline;

import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.JobPrediction;
import dev.atelier.core.job.JobTiming;
import dev.atelier.core.planning.Forecast;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Times a run by what is told of it, counts the items of its batches, and passes on what it hears. */
final class RunClock implements JobListener {
    private final JobListener listener;
    private final Clock clock;
    private final int slots;
    private final Map<String, Instant> stages = new HashMap<>();
    private final Instant started;
    private int[] itemsOfBatch = {};
    private Forecast forecast = new Forecast(1, 0, 0);
    private Instant firstBatch;
    private int items;
    private int batches;
    private int retries;
    private int executors;
    private int mostExecutors;
    private double batchSeconds;
    private final Map<String, NodeClock> nodes = new TreeMap<>();

    /** @param slots batches that run at once */
    RunClock(JobListener listener, Clock clock, int slots) {
        this.listener = listener;
        this.clock = clock;
        this.slots = slots;
        this.started = clock.instant();
    }

    Instant started() {
        return started;
    }

    /** Called before the batch is begun. */
    synchronized void expect(Batch batch) {
        if (batch.number() >= itemsOfBatch.length) {
            itemsOfBatch = Arrays.copyOf(itemsOfBatch, Math.max(batch.number() + 1, 2 * itemsOfBatch.length));
        }
        itemsOfBatch[batch.number()] = batch.items().count();
    }

    @Override
    public void on(JobEvent event) {
        note(event);
        listener.on(event);
    }

    private synchronized void note(JobEvent event) {
        if (event instanceof JobEvent.StageStarted stage) {
            stages.put(stage.stage(), clock.instant());
        } else if (event instanceof JobEvent.Planned planned) {
            forecast = new Forecast(
                    slots, planned.batches() - planned.batchesDone(), planned.items() - planned.itemsDone());
        } else if (event instanceof JobEvent.Listed listed && listed.complete()) {
            // what was foreseen before was foreseen of a part
            forecast = new Forecast(slots, listed.batches() - batches, listed.items() - items);
        } else if (event instanceof JobEvent.BatchFinished finished) {
            var outcome = finished.outcome();
            int count = itemsOfBatch[outcome.batch()];
            items += count;
            batches++;
            batchSeconds += seconds(outcome.started(), outcome.ended());
            nodes.computeIfAbsent(outcome.place().node(), NodeClock::new).add(outcome, count);
            if (firstBatch == null || outcome.started().isBefore(firstBatch)) {
                firstBatch = outcome.started();
            }
            forecast.add(outcome, count, seconds(started, clock.instant()));
        } else if (event instanceof JobEvent.BatchRetried) {
            retries++;
        } else if (event instanceof JobEvent.ExecutorAdded) {
            mostExecutors = Math.max(mostExecutors, ++executors);
        } else if (event instanceof JobEvent.ExecutorRemoved) {
            executors--;
        }
    }

    /** How many items this run scored. */
    synchronized int items() {
        return items;
    }

    synchronized Optional<JobPrediction> prediction() {
        return forecast.prediction();
    }

    /** @param finished when the result was in place */
    synchronized JobTiming timing(Instant finished) {
        Instant scoring = stages.get("score");
        Instant assembling = stages.get("assemble");
        return new JobTiming(
                seconds(started, stages.get("plan")),
                seconds(stages.get("plan"), scoring),
                seconds(scoring, assembling),
                seconds(assembling, finished),
                firstBatch == null ? 0 : Math.max(0, seconds(scoring, firstBatch)),
                batchSeconds,
                batches,
                retries,
                mostExecutors,
                nodes.values().stream().map(NodeClock::timing).toList());
    }

    static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
