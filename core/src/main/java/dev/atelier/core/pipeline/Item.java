package dev.atelier.core.pipeline;

import dev.atelier.core.media.Picture;

/**
 * An item on its way to the scorer.
 *
 * @param index its number among the job's items
 * @param name its name in records and messages
 * @param seconds when it is shown; NaN for images
 * @param readNanos how long its reading was waited for
 * @param decoding gives its picture; throws {@link dev.atelier.core.failure.PoisonItemException} if there is none
 */
record Item(int index, String name, double seconds, long readNanos, Decoding decoding) {
    /** How an item becomes a picture. */
    interface Decoding {
        Picture picture();

        /** How long it took where that happened before the item came here; 0 where it is measured as it is done. */
        default long nanosBefore() {
            return 0;
        }
    }
}
