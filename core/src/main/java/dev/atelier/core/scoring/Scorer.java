package dev.atelier.core.scoring;

import dev.atelier.core.media.Picture;
import java.util.List;

/**
 * An opened model on a device: items in, scored items out. Safe for use by many threads at once; each call computes on
 * the thread that makes it, and an item's score depends on nothing but the item.
 */
public interface Scorer extends AutoCloseable {
    /** The number of items a call should be given: 1, or more where the device is faster so. */
    int itemsPerCall();

    /**
     * Whether the items of a call are taken for consecutive frames, each of which may be painted from what was painted
     * of the one before. A call then is given the frames from a multiple of {@link #itemsPerCall()} on, whatever the
     * batches, and an item's score depends on those before it in the call too.
     */
    default boolean isSequential() {
        return false;
    }

    /**
     * Scores items.
     *
     * @param items 1 to {@link #itemsPerCall()} pictures, of the same size and format each, in any size and format
     * @return a score for each item, in their order
     * @throws dev.atelier.core.failure.PoisonItemException if the model refuses an item
     * @throws dev.atelier.core.failure.InfrastructureException if the device fails or memory runs out
     */
    List<Score> score(List<Picture> items);

    @Override
    void close();
}
