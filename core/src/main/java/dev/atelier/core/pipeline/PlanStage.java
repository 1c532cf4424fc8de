package dev.atelier.core.pipeline;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.Manifest;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.scoring.Scorer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

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
    private final long token;

    /** @param token fencing token of the driver */
    PlanStage(JobRepository repository, int slots, long token) {
        this.repository = repository;
        this.slots = slots;
        this.token = token;
    }

    Manifest plan(BatchItems items, Scorer scorer) throws InterruptedException {
        JobLayout layout = items.layout();
        Manifest stored = repository.read(layout.manifest(), Manifest.class).orElse(null);
        if (stored != null) {
            return stored;
        }
        Division division = divide(items, scorer);
        var pages = repository.manifestPages(layout.id(), token).writer();
        for (FrameRange range : division.ranges) {
            pages.add(new Batch(pages.count(), range, division.segments.apply(range)));
        }
        pages.finish();
        Manifest manifest = new Manifest(items.source().count(), pages.count(), token, division.reason);
        repository.create(layout.manifest(), manifest);
        return manifest;
    }

    /**
     * How the items are divided.
     *
     * @param ranges the items of each batch, in order
     * @param segments what is encoded apart within a batch
     */
    private record Division(
            Iterable<FrameRange> ranges, Function<FrameRange, List<FrameRange>> segments, String reason) {}

    private Division divide(BatchItems items, Scorer scorer) throws InterruptedException {
        int wanted = items.spec().options().batchSize();
        int count = items.source().count();
        Source.Frames frames = items.source().video().orElse(null);
        if (wanted > 0) {
            Function<FrameRange, List<FrameRange>> segments =
                    frames == null ? List::of : range -> segments(range, frames);
            return new Division(ranges(count, wanted), segments, wanted + " items a batch, as asked for");
        }
        List<FrameRange> segments = frames == null ? List.of() : segments(new FrameRange(0, count), frames);
        int units = frames == null ? count : segments.size();
        int mostUnits = units / (BATCHES_PER_SLOT * slots);
        int perBatch = 1;
        String reason = "about " + count / units + " items a batch: there is too little to divide further";
        if (mostUnits > 1) {
            Costs costs = measure(items, scorer);
            perBatch = choose(units, mostUnits, count, costs);
            reason = String.format(
                    Locale.ROOT,
                    "about %d items a batch: beginning one took %.0f ms, an item %.1f ms",
                    Math.round(1.0 * count * perBatch / units),
                    costs.start * 1e3,
                    costs.item * 1e3);
        }
        return frames == null
                ? new Division(ranges(count, perBatch), List::of, reason)
                : grouped(segments, perBatch, reason);
    }

    private static List<FrameRange> segments(FrameRange range, Source.Frames frames) {
        return SegmentPlan.of(range, frames.info().frames(), frames.width(), frames.height());
    }

    /** Ranges of one size, of which none is kept in memory. */
    private static Iterable<FrameRange> ranges(int count, int size) {
        return () -> IntStream.range(0, (count + size - 1) / size)
                .mapToObj(i -> new FrameRange(i * size, Math.min(size, count - i * size)))
                .iterator();
    }

    private static Division grouped(List<FrameRange> segments, int perBatch, String reason) {
        Map<FrameRange, List<FrameRange>> groups = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i += perBatch) {
            List<FrameRange> group = segments.subList(i, Math.min(segments.size(), i + perBatch));
            int first = group.get(0).first();
            groups.put(new FrameRange(first, group.get(group.size() - 1).end() - first), group);
        }
        return new Division(groups.keySet(), groups::get, reason);
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

    private int choose(int units, int mostUnits, int count, Costs costs) {
        double seconds = Math.max(WANTED_SECONDS, costs.start / OVERHEAD);
        double unitSeconds = costs.item * count / units / Math.max(1, slots);
        int forOverhead = (int) Math.min(MOST_IMAGES, Math.ceil(seconds / unitSeconds));
        int forRecords = (int) Math.min(MOST_IMAGES, Math.ceil(LEAST_SECONDS / unitSeconds));
        return Math.max(forRecords, Math.min(forOverhead, mostUnits));
    }
}
