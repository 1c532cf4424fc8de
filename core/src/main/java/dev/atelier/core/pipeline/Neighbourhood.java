package dev.atelier.core.pipeline;

import dev.atelier.core.media.FrameRange;
import dev.atelier.core.motion.FlickerControl;
import dev.atelier.core.scoring.Scorer;

/**
 * Which items beyond a batch's own its result depends on: neighbours that steady a video's frames, and frames that a
 * scorer paints the next ones from. They are read and scored for every batch that needs them, so that a frame's result is
 * the same whatever the batches.
 *
 * @param group items a call
 * @param chained whether items of a call depend on each other
 * @param steady strength of flicker control, 0 to 1
 * @param count of the job's items
 */
record Neighbourhood(int group, boolean chained, double steady, int count) {

    static Neighbourhood of(BatchItems items, Scorer scorer) {
        boolean video = items.source() instanceof Source.Frames;
        boolean chained = video && scorer.isSequential();
        int group = scorer.isSequential() && !video ? 1 : scorer.itemsPerCall();
        double steady = video ? items.spec().options().steady() : 0;
        // of a folder that is still being listed the count is not known, nor is it needed
        int count = video ? items.source().count() : Integer.MAX_VALUE;
        return new Neighbourhood(group, chained, steady, count);
    }

    /** The items to read and score for those of a batch. */
    FrameRange around(FrameRange batch) {
        int radius = steady > 0 ? FlickerControl.RADIUS : 0;
        int first = Math.max(0, batch.first() - radius);
        if (chained) {
            first -= first % group;
        }
        return new FrameRange(first, Math.min(count, batch.end() + radius) - first);
    }
}
