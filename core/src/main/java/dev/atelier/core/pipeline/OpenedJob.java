package dev.atelier.core.pipeline;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.Manifest;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.scoring.ModelRuntime.ScorerOptions;
import dev.atelier.core.store.Location;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A job opened for scoring, by its driver or by any other process: what was settled about it, its scorers, and the
 * threads they run on. What is settled already is read from the job's records; what is not is settled now.
 */
final class OpenedJob implements AutoCloseable {
    private final Ports ports;
    private final JobRepository repository;
    private final int scoringThreads;
    private final OngoingListing listing;
    private BatchItems items;
    private final Specialised specialised;
    private final ItemScorers scorers;
    private final ExecutorService pool;

    /**
     * @param device where the model runs
     * @param token fencing token of the driver
     * @param scoringThreads how many items are scored at once, whatever the number of batches
     * @param check throws if another process drives the job now
     * @throws dev.atelier.core.failure.InvalidRequestException if the job cannot be begun
     */
    OpenedJob(Ports ports, JobSpec spec, String device, long token, int scoringThreads, Runnable check)
            throws InterruptedException {
        this.ports = ports;
        this.repository = new JobRepository(ports.ops(), ports.clock());
        this.scoringThreads = scoringThreads;
        var layout = new JobLayout(spec.id());
        Location input = ports.stores().locate(spec.input().address());
        Path scratch = ports.scratch().resolve(layout.id().value());
        var video = new SourceFile(input, scratch);
        var prepared = new PrepareStage(
                        repository, ports.stores(), ports.videoIo(), ports.imageIo(), ports.models(), video, token)
                .prepare(spec, layout);
        var images = prepared.source()
                .listed()
                .map(list -> new ImagePages(ports.ops(), layout, list))
                .orElse(null);
        items = new BatchItems(
                ports.videoIo(),
                ports.imageIo(),
                ports.data(),
                scratch,
                layout,
                spec,
                prepared.source(),
                images,
                input,
                video);
        listing = prepared.listing()
                .map(begun -> new OngoingListing(
                        begun,
                        prepared.source().listed().orElseThrow(),
                        all -> repository.write(layout.source(), all),
                        check))
                .orElse(null);
        var options = new ScorerOptions(prepared.constants(), spec.options().strength(), device);
        try (var stage = SpecialiseStage.of(repository, ports, items, options, scoringThreads)) {
            specialised = stage.specialise();
        } catch (InterruptedException | RuntimeException | Error e) {
            closeListing();
            throw e;
        }
        scorers = new ItemScorers(ports.models(), spec.model().name(), options, specialised);
        pool = Executors.newFixedThreadPool(scoringThreads, task -> new Thread(task, "scorer"));
    }

    BatchItems items() {
        return items;
    }

    Specialised specialised() {
        return specialised;
    }

    /** The batches of a folder that is still being listed; empty if it is known what there is to do. */
    Optional<GrowingBatches> growing(Engine engine, long token, JobListener told, StopSignal stop)
            throws InterruptedException {
        if (isListed()) {
            return Optional.empty();
        }
        try (var first = scorers.of(0)) {
            int known = listing.listed().count();
            var size = new PlanStage(repository, engine, token).size(items, known, first.scorer());
            return Optional.of(
                    new GrowingBatches(items.layout().id(), listing, size.units(), size.reason(), told, stop));
        }
    }

    /** Whether it is known what there is to do. */
    boolean isListed() {
        if (listing != null && !listing.listed().growing()) {
            items = items.of(listing.listed());
        }
        return items.source().listed().filter(Source.Images::growing).isEmpty();
    }

    /** The job's manifest, made if there is none, once all is listed. */
    Manifest plan(Engine engine, long token) throws InterruptedException {
        try (var first = scorers.of(0)) {
            return new PlanStage(repository, engine, token).plan(items, first.scorer());
        }
    }

    /** @param failedBefore for each batch that is done, the number of its items that failed */
    ScoreStage task(Map<Integer, Integer> failedBefore, JobListener listener) {
        return new ScoreStage(
                items, scorers, pool, scoringThreads + 1, repository, failedBefore, listener, ports.clock());
    }

    private void closeListing() {
        if (listing != null) {
            listing.close();
        }
    }

    /** Waits for what runs on its threads, then closes the scorers. */
    @Override
    public void close() {
        closeListing();
        pool.shutdownNow();
        boolean interrupted = false;
        while (!pool.isTerminated()) {
            try {
                var unused = pool.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        scorers.close();
    }
}
