package dev.atelier.core.pipeline;

import dev.atelier.core.failure.JobFailedException;
import dev.atelier.core.job.Manifest;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.StageTimes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What a job's outcomes come to, added up one after the other: a bit for each item and batch, and each failed item. */
final class Tally {
    private final Manifest manifest;
    private final BitSet items;
    private final BitSet batches;
    private final List<Outcome.FailedItem> failed = new ArrayList<>();
    private StageTimes times = StageTimes.ZERO;

    Tally(Manifest manifest) {
        this.manifest = manifest;
        this.items = new BitSet(manifest.items());
        this.batches = new BitSet(manifest.batches());
    }

    void add(Outcome outcome) {
        batches.set(outcome.batch());
        times = times.plus(outcome.times());
        failed.addAll(outcome.failed());
        outcome.failed().forEach(item -> items.set(item.index()));
        outcome.products()
                .forEach(product ->
                        items.set(product.items().first(), product.items().end()));
    }

    /** Whether every batch has its outcome. */
    boolean complete() {
        return batches.cardinality() == manifest.batches();
    }

    List<Outcome.FailedItem> failed() {
        return failed;
    }

    StageTimes times() {
        return times;
    }

    /** @throws JobFailedException if an item is neither scored nor listed as failed */
    void checkAllAccountedFor() {
        int first = items.nextClearBit(0);
        if (!complete() || first < manifest.items()) {
            throw new JobFailedException("the result cannot be put together: "
                    + (manifest.items() - items.cardinality()) + " items are neither scored nor failed, item " + first
                    + " the first; run the job again");
        }
    }
}
