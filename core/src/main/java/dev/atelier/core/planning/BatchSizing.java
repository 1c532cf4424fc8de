package dev.atelier.core.planning;

/**
 * Chooses the size of batches so that starting one costs little of its time, and so that there are enough of them to keep
 * every slot busy to the end. A unit is what is never divided: an image, or a segment of a video.
 *
 * @param units how many there are
 * @param items how many there are of these
 * @param slots batches that run at once
 */
public record BatchSizing(int units, int items, int slots) {
    /** However little images cost. */
    public static final int MOST_IMAGES = 10_000;

    /** Starting a batch may cost this part of its time. */
    private static final double OVERHEAD = 0.05;

    private static final double WANTED_SECONDS = 4;

    /** Shorter ones are not worth their records, however few batches there are then. */
    private static final double LEAST_SECONDS = 1;

    /** At least so many, so that no slot is idle for long while others finish. */
    private static final int BATCHES_PER_SLOT = 4;

    /** Of images of which so many are known, and there may be more: enough to divide. */
    public static BatchSizing ofAtLeast(int known, int slots) {
        int images = Math.max(known, 2 * BATCHES_PER_SLOT * slots);
        return new BatchSizing(images, images, slots);
    }

    /** Whether there is anything to choose: with few units each is a batch. */
    public boolean isOpen() {
        return most() > 1;
    }

    private int most() {
        return units / (BATCHES_PER_SLOT * slots);
    }

    /**
     * Units a batch.
     *
     * @param start seconds that it takes to begin one
     * @param item seconds that an item takes
     */
    public int choose(double start, double item) {
        double seconds = Math.max(WANTED_SECONDS, start / OVERHEAD);
        double unitSeconds = item * items / units / Math.max(1, slots);
        int forOverhead = (int) Math.min(MOST_IMAGES, Math.ceil(seconds / unitSeconds));
        int forRecords = (int) Math.min(MOST_IMAGES, Math.ceil(LEAST_SECONDS / unitSeconds));
        return Math.max(forRecords, Math.min(forOverhead, most()));
    }

    /** Units a batch for about so many items in each. */
    public int unitsFor(int itemsPerBatch) {
        return Math.max(1, (int) Math.min(units, Math.round((double) itemsPerBatch * units / items)));
    }
}
