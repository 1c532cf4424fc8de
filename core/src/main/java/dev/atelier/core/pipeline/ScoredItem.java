package dev.atelier.core.pipeline;

import dev.atelier.core.job.StageTimes;
import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Score;

/**
 * An item that has been through the scorer.
 *
 * @param picture the item itself, to take the place of a failed one; null if it did not decode, or if nobody needs it
 * @param score null if it failed
 * @param failure the reason; null if it did not fail
 * @param encoded what its sink made of it ahead of writing; may be null
 */
record ScoredItem(Item item, Picture picture, Score score, String failure, byte[] encoded, StageTimes times) {
    boolean failed() {
        return failure != null;
    }
}
