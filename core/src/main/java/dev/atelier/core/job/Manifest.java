package dev.atelier.core.job;

import java.util.List;

/**
 * The immutable list of a job's batches, made once by planning.
 *
 * @param items number of items in all
 * @param reason one line that says how the size of the batches was chosen
 */
public record Manifest(int items, List<Batch> batches, String reason) {
    public Manifest {
        batches = List.copyOf(batches);
        int next = 0;
        for (int i = 0; i < batches.size(); i++) {
            Batch batch = batches.get(i);
            if (batch.number() != i || batch.items().first() != next) {
                throw new IllegalArgumentException("batch " + i + " does not begin at item " + next);
            }
            next = batch.items().end();
        }
        if (next != items) {
            throw new IllegalArgumentException("the batches hold " + next + " of " + items + " items");
        }
    }
}
