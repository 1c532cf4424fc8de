package dev.atelier.core.pipeline;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.JobFailedException;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.Lease;
import dev.atelier.core.job.Manifest;
import dev.atelier.core.job.Run;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.store.Location;
import java.util.Optional;

/** Drives a job through the four stages: begins it, or goes on where an earlier run stopped or was killed. */
public final class JobRunner {
    private final Ports ports;
    private final Engine engine;
    private final int scoringThreads;
    private final JobListener listener;
    private final JobRepository repository;

    /**
     * @param scoringThreads how many items are scored at once in this process, whatever the number of batches
     */
    public JobRunner(Ports ports, Engine engine, int scoringThreads, JobListener listener) {
        this.ports = ports;
        this.engine = engine;
        this.scoringThreads = scoringThreads;
        this.listener = listener;
        this.repository = new JobRepository(ports.ops(), ports.clock());
    }

    /**
     * Runs a job.
     *
     * @param fresh whether to forget what earlier runs did
     * @return the report; empty if it was stopped before the end
     * @throws dev.atelier.core.failure.InvalidRequestException if it cannot be begun
     * @throws AtelierException if it failed; what was done stays done
     */
    public Optional<JobReport> run(JobSpec spec, boolean fresh, StopSignal stop) throws InterruptedException {
        JobId id = spec.id();
        JobLayout layout = new JobLayout(id);
        Location output = ports.stores().locate(spec.output().address());
        try (Lease lease = Lease.acquire(ports.ops(), id, ports.clock())) {
            var records = new JobRecords(ports, layout);
            if (fresh) {
                records.forget();
            }
            forgetIfChanged(spec, layout, lease, records);
            Optional<JobReport> done = repository.report(id);
            if (done.isPresent()) {
                Optional<JobReport> still = new FinishedJob(spec, output, done.get()).reuse();
                if (still.isPresent()) {
                    // what finished it may have been killed before it could clean up
                    records.deleteProducts();
                    records.deleteScratch();
                    repository.write(layout.report(), still.get());
                    return still;
                }
                records.forget();
            }
            boolean scored = repository
                    .manifest(id)
                    .filter(m -> repository.batchesDone(id).cardinality() == m.batches())
                    .isPresent();
            try {
                OutputCheck.check(spec, output, scored);
                repository.write(layout.spec(), spec);
                return attempt(spec, layout, output, lease, records, stop);
            } catch (InvalidRequestException e) {
                if (repository.manifest(id).isEmpty()
                        && repository.batchesDone(id).isEmpty()) {
                    // refused before any work: nothing of it is kept
                    lease.abandon();
                    records.remove();
                }
                throw e;
            }
        }
    }

    private void forgetIfChanged(JobSpec spec, JobLayout layout, Lease lease, JobRecords records) {
        if (spec.input().kind() != JobSpec.Kind.FOLDER) {
            return;
        }
        Location folder = ports.stores().locate(spec.input().address());
        if (!new FolderCheck(repository, layout, spec, folder, lease.token()).isUnchanged()) {
            listener.on(new JobEvent.Notice(
                    layout.id(), folder + " has changed since the job was begun; the job is begun anew"));
            records.forget();
        }
    }

    private Optional<JobReport> attempt(
            JobSpec spec, JobLayout layout, Location output, Lease lease, JobRecords records, StopSignal stop)
            throws InterruptedException {
        var clock = new RunClock(listener, ports.clock(), engine.slots());
        Run run = new Run(lease.token(), clock.started(), null, null, "");
        repository.create(layout.run(lease.token()), run);
        clock.on(new JobEvent.JobStarted(layout.id(), lease.token(), lease.token() > 1));
        try {
            records.emptyScratch();
            Optional<JobReport> report = stages(spec, layout, output, lease, stop, clock);
            report.ifPresent(r -> records.deleteProducts());
            end(layout, run, report.isPresent() ? Run.Result.DONE : Run.Result.INTERRUPTED, "");
            return report;
        } catch (InterruptedException e) {
            end(layout, run, Run.Result.INTERRUPTED, "");
            throw e;
        } catch (RuntimeException | Error e) {
            end(layout, run, Run.Result.FAILED, AtelierException.reason(e));
            throw e;
        } finally {
            records.deleteScratch();
        }
    }

    private void end(JobLayout layout, Run run, Run.Result result, String reason) {
        listener.on(new JobEvent.RunEnded(layout.id(), result, reason));
        try {
            repository.write(
                    layout.run(run.token()),
                    new Run(run.token(), run.started(), ports.clock().instant(), result, reason));
        } catch (AtelierException e) {
            // the store that failed the job may fail this record too; a run without an end counts as interrupted
        }
    }

    private Optional<JobReport> stages(
            JobSpec spec, JobLayout layout, Location output, Lease lease, StopSignal stop, RunClock clock)
            throws InterruptedException {
        clock.on(new JobEvent.StageStarted(layout.id(), "prepare"));
        BatchItems items;
        Specialised specialised;
        Manifest manifest;
        // a driver need not have what its executors compute on
        String device = engine.isElsewhere() ? "cpu" : spec.model().device();
        try (var job = new OpenedJob(ports, spec, device, lease.token(), scoringThreads, lease::check)) {
            specialised = job.specialised();
            Optional<Manifest> planned = new ScoringRun(ports, repository, engine, job, lease, stop, clock).run();
            if (planned.isEmpty()) {
                return Optional.empty();
            }
            manifest = planned.get();
            items = job.items();
        }
        var tally = new Tally(manifest);
        repository.forEachOutcome(layout.id(), tally::add);
        if (!tally.complete() && stop.isRequested()) {
            return Optional.empty();
        }
        checkFailures(spec, tally.failed().size());
        lease.check();
        clock.on(new JobEvent.StageStarted(layout.id(), "assemble"));
        var assembled = new AssembleStage(ports.videoIo(), items, output).assemble(manifest, tally, repository);
        JobReport report = new JobReporting(repository, engine, clock)
                .report(
                        items,
                        output,
                        manifest,
                        tally,
                        assembled,
                        specialised,
                        ports.clock().instant());
        repository.write(layout.report(), report);
        return Optional.of(report);
    }

    private static void checkFailures(JobSpec spec, int failed) {
        if (failed > spec.options().maxFailedItems()) {
            throw new JobFailedException(failed + " items failed, more than the allowed "
                    + spec.options().maxFailedItems() + " (--max-failed-items)");
        }
    }
}
