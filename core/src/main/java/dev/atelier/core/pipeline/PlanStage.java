package dev.atelier.core.pipeline;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.Manifest;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.planning.BatchSizing;
import dev.atelier.core.planning.Division;
import dev.atelier.core.planning.JobPlan;
import dev.atelier.core.planning.SegmentPlan;
import dev.atelier.core.scoring.Scorer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The second stage: makes the manifest, once. */
final class PlanStage {
    /** An item that takes so long tells enough: others would only take as long. */
    private static final double SLOW_SECONDS = 2;

    private final JobRepository repository;
    private final Engine engine;
    private final long token;

    /**
     * @param engine that will do the batches
     * @param token fencing token of the driver
     */
    PlanStage(JobRepository repository, Engine engine, long token) {
        this.repository = repository;
        this.engine = engine;
        this.token = token;
    }

    Manifest plan(BatchItems items, Scorer scorer) throws InterruptedException {
        JobLayout layout = items.layout();
        Manifest stored = repository.read(layout.manifest(), Manifest.class).orElse(null);
        if (stored != null) {
            return stored;
        }
        Divided divided = divide(items, scorer);
        var pages = repository.manifestPages(layout.id(), token).writer();
        divided.division.forEach(pages::add);
        pages.finish();
        Manifest manifest = new Manifest(items.source().count(), pages.count(), token, divided.reason);
        repository.create(layout.manifest(), manifest);
        return manifest;
    }

    /**
     * Settles the size of a folder's batches while it is still being listed: in the first run of the job.
     *
     * @param known how many images are listed so far
     */
    BatchSize size(BatchItems items, int known, Scorer scorer) throws InterruptedException {
        BatchSize size = choose(items, BatchSizing.ofAtLeast(known, engine.slots()), scorer);
        repository.write(items.layout().batchSize(), size);
        return size;
    }

    /**
     * The size of batches.
     *
     * @param units images, or segments of a video, a batch
     * @param reason one line that says how it was chosen
     */
    record BatchSize(int units, String reason) {}

    private record Divided(Division division, String reason) {}

    private Divided divide(BatchItems items, Scorer scorer) throws InterruptedException {
        int count = items.source().count();
        Source.Frames frames = items.source().video().orElse(null);
        if (frames == null) {
            BatchSize settled =
                    repository.read(items.layout().batchSize(), BatchSize.class).orElse(null);
            BatchSize size = settled != null ? settled : choose(items, sizing(count, count), scorer);
            return new Divided(Division.ofItems(count, size.units, List::of), size.reason);
        }
        if (items.spec().options().batchSize() > 0) {
            BatchSize size = choose(items, sizing(count, count), scorer);
            return new Divided(Division.ofItems(count, size.units, range -> segments(range, frames)), size.reason);
        }
        List<FrameRange> segments = segments(new FrameRange(0, count), frames);
        BatchSize size = choose(items, sizing(segments.size(), count), scorer);
        return new Divided(Division.ofSegments(segments, size.units), size.reason);
    }

    private BatchSizing sizing(int units, int count) {
        return new BatchSizing(units, count, engine.slots());
    }

    private BatchSize choose(BatchItems items, BatchSizing sizing, Scorer scorer) throws InterruptedException {
        int wanted = items.spec().options().batchSize();
        if (wanted > 0) {
            return new BatchSize(wanted, wanted + " items a batch, as asked for");
        }
        Optional<JobPlan> plan = new PlanRecords(repository).plan(items.layout().id());
        int perBatch = 1;
        String reason =
                "about " + sizing.items() / sizing.units() + " items a batch: there is too little to divide further";
        if (plan.isPresent()) {
            perBatch = sizing.unitsFor(plan.get().choice(engine.isElsewhere()).itemsPerBatch());
            reason = "about " + Math.round(1.0 * sizing.items() * perBatch / sizing.units())
                    + " items a batch, as \"atelier plan\" chose";
        } else if (sizing.isOpen()) {
            Costs costs = measure(items, scorer);
            perBatch = sizing.choose(costs.start, costs.item);
            reason = String.format(
                    Locale.ROOT,
                    "about %d items a batch: beginning one took %.0f ms, an item %.1f ms",
                    Math.round(1.0 * sizing.items() * perBatch / sizing.units()),
                    costs.start * 1e3,
                    costs.item * 1e3);
        }
        return new BatchSize(perBatch, reason);
    }

    private static List<FrameRange> segments(FrameRange range, Source.Frames frames) {
        return SegmentPlan.of(range, frames.info().frames(), frames.width(), frames.height());
    }

    /** Seconds it takes to begin a batch, and to do one item. */
    private record Costs(double start, double item) {}

    private static Costs measure(BatchItems items, Scorer scorer) throws InterruptedException {
        long start = System.nanoTime();
        try (ItemSource source =
                items.source(new FrameRange(0, Math.min(3, items.source().count())))) {
            Item item = source.next();
            double begun = (System.nanoTime() - start) / 1e9;
            double perItem = Double.MAX_VALUE;
            for (; item != null && (perItem < SLOW_SECONDS || perItem == Double.MAX_VALUE); item = source.next()) {
                long before = System.nanoTime();
                try {
                    scorer.score(List.of(item.decoding().picture()));
                    perItem = Math.min(perItem, (System.nanoTime() - before) / 1e9);
                } catch (PoisonItemException e) {
                    // it will be dealt with when its batch is scored
                }
            }
            return new Costs(begun, perItem == Double.MAX_VALUE ? 0.1 : Math.max(1e-4, perItem));
        }
    }
}
