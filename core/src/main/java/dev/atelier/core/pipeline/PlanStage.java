package dev.atelier.core.pipeline;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.Manifest;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.scoring.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The second stage: makes the manifest, once. Batches are chosen so that starting one costs little of its time, and so
 * that there are enough of them to keep every slot busy to the end.
 */
final class PlanStage {
    /** Starting a batch may cost this part of its time. */
    private static final double OVERHEAD = 0.05;

    private static final double WANTED_SECONDS = 4;

    /** Shorter ones are not worth their records, however few batches there are then. */
    private static final double LEAST_SECONDS = 1;

    /** At least so many, so that no slot is idle for long while others finish. */
    private static final int BATCHES_PER_SLOT = 4;

    private static final int MOST_IMAGES = 10_000;

    /** An item that takes so long tells enough: others would only take as long. */
    private static final double SLOW_SECONDS = 2;

    private final JobRepository repository;
    private final int slots;

    PlanStage(JobRepository repository, int slots) {
        this.repository = repository;
        this.slots = slots;
    }

    Manifest plan(BatchItems items, Scorer scorer) throws InterruptedException {
        JobLayout layout = items.layout();
        Manifest stored = repository.read(layout.manifest(), Manifest.class).orElse(null);
        if (stored != null) {
            return stored;
        }
        Manifest manifest = make(items, scorer);
        repository.create(layout.manifest(), manifest);
        return manifest;
    }

    private Manifest make(BatchItems items, Scorer scorer) throws InterruptedException {
        int wanted = items.spec().options().batchSize();
        int count = items.source().count();
        Source.Frames frames = items.source() instanceof Source.Frames video ? video : null;
        if (wanted > 0) {
            List<Batch> batches = new ArrayList<>();
            for (int first = 0; first < count; first += wanted) {
                FrameRange range = new FrameRange(first, Math.min(wanted, count - first));
                batches.add(new Batch(batches.size(), range, segments(range, frames)));
            }
            return new Manifest(count, batches, wanted + " items a batch, as asked for");
        }
        List<FrameRange> units = frames == null ? singles(count) : segments(new FrameRange(0, count), frames);
        int mostUnits = units.size() / (BATCHES_PER_SLOT * slots);
        if (mostUnits <= 1) {
            String reason = "about " + count / units.size() + " items a batch: there is too little to divide further";
            return new Manifest(count, group(units, 1), reason);
        }
        return choose(units, mostUnits, count, frames == null, measure(items, scorer));
    }

    private static List<FrameRange> segments(FrameRange range, Source.Frames frames) {
        return frames == null
                ? List.of(range)
                : SegmentPlan.of(range, frames.info().frames(), frames.width(), frames.height());
    }

    private static List<FrameRange> singles(int count) {
        List<FrameRange> singles = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            singles.add(new FrameRange(i, 1));
        }
        return singles;
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

    private Manifest choose(List<FrameRange> units, int mostUnits, int count, boolean images, Costs costs) {
        double seconds = Math.max(WANTED_SECONDS, costs.start / OVERHEAD);
        double unitSeconds = costs.item * count / units.size() / Math.max(1, slots);
        int forOverhead = (int) Math.min(MOST_IMAGES, Math.ceil(seconds / unitSeconds));
        int forRecords = (int) Math.min(MOST_IMAGES, Math.ceil(LEAST_SECONDS / unitSeconds));
        int perBatch = Math.max(forRecords, Math.min(forOverhead, mostUnits));
        List<Batch> batches = group(units, perBatch);
        String reason = String.format(
                Locale.ROOT,
                "about %d items a batch: beginning one took %.0f ms, an item %.1f ms",
                Math.round((double) count / batches.size()),
                costs.start * 1e3,
                costs.item * 1e3);
        return new Manifest(count, images ? withoutSegments(batches) : batches, reason);
    }

    private static List<Batch> group(List<FrameRange> units, int perBatch) {
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < units.size(); i += perBatch) {
            List<FrameRange> segments = units.subList(i, Math.min(units.size(), i + perBatch));
            int first = segments.get(0).first();
            int end = segments.get(segments.size() - 1).end();
            batches.add(new Batch(batches.size(), new FrameRange(first, end - first), segments));
        }
        return batches;
    }

    /** A batch of images is not divided further. */
    private static List<Batch> withoutSegments(List<Batch> batches) {
        return batches.stream()
                .map(batch -> new Batch(batch.number(), batch.items(), List.of(batch.items())))
                .toList();
    }
}
