package dev.atelier.core.pipeline;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.Work;
import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.Lease;
import dev.atelier.core.job.Manifest;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.WriteCondition;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Plans an opened job, and has an engine score the batches that have no outcome yet. */
final class ScoringRun {
    private final Ports ports;
    private final JobRepository repository;
    private final Engine engine;
    private final OpenedJob job;
    private final JobLayout layout;
    private final Lease lease;
    private final StopSignal stop;
    private final RunClock clock;

    ScoringRun(
            Ports ports,
            JobRepository repository,
            Engine engine,
            OpenedJob job,
            Lease lease,
            StopSignal stop,
            RunClock clock) {
        this.ports = ports;
        this.repository = repository;
        this.engine = engine;
        this.job = job;
        this.layout = job.items().layout();
        this.lease = lease;
        this.stop = stop;
        this.clock = clock;
    }

    /** What there was to do, done or not; empty if it was stopped before that was known. */
    Optional<Manifest> run() throws InterruptedException {
        clock.on(new JobEvent.StageStarted(layout.id(), "plan"));
        Optional<GrowingBatches> growing = job.growing(engine, lease.token(), clock, stop);
        if (growing.isEmpty()) {
            Manifest manifest = job.plan(engine, lease.token());
            scoreRest(manifest);
            return Optional.of(manifest);
        }
        clock.on(growing.get().planned());
        score(growing.get(), Map.of());
        return job.isListed() ? Optional.of(job.plan(engine, lease.token())) : Optional.empty();
    }

    private void scoreRest(Manifest manifest) throws InterruptedException {
        Map<Integer, Integer> failed = new HashMap<>();
        BitSet done = repository.batchesDone(layout.id());
        repository.forEachOutcome(layout.id(), outcome -> outcome.failed()
                .forEach(item -> failed.merge(outcome.batch(), 1, Integer::sum)));
        announce(manifest, done);
        Iterable<Batch> pending = () -> StreamSupport.stream(
                        repository.batches(layout.id(), manifest).spliterator(), false)
                .filter(batch -> !done.get(batch.number()))
                .iterator();
        score(pending, failed);
    }

    /** @param failed for each batch that is done, the number of its items that failed */
    private void score(Iterable<Batch> batches, Map<Integer, Integer> failed) throws InterruptedException {
        clock.on(new JobEvent.StageStarted(layout.id(), "score"));
        Iterable<Batch> expected = () -> StreamSupport.stream(batches.spliterator(), false)
                .peek(clock::expect)
                .iterator();
        try {
            engine.run(new Work(layout.id(), lease.token(), expected, job.task(failed, clock), clock, stop));
        } finally {
            keepEngineLog();
        }
    }

    private void announce(Manifest manifest, BitSet done) {
        int itemsDone = 0;
        if (!done.isEmpty()) {
            for (Batch batch : repository.batches(layout.id(), manifest)) {
                itemsDone += done.get(batch.number()) ? batch.items().count() : 0;
            }
        }
        clock.on(new JobEvent.Planned(
                layout.id(), manifest.items(), manifest.batches(), itemsDone, done.cardinality(), manifest.reason()));
    }

    private void keepEngineLog() {
        try {
            engine.log().ifPresent(file -> {
                String name = layout.engineLog(lease.token(), file.getFileName().toString());
                ports.ops().put(name, Content.of(file), WriteCondition.ALWAYS);
            });
        } catch (AtelierException e) {
            clock.on(new JobEvent.Notice(layout.id(), "the engine's log is not kept: " + AtelierException.reason(e)));
        }
    }
}
