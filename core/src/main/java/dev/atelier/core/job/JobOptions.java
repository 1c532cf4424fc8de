package dev.atelier.core.job;

import java.util.HashMap;
import java.util.Map;

/**
 * The options of a job.
 *
 * @param strength how much of a painted picture is kept over the item itself, 0 to 1
 * @param size the size to score and give back
 * @param batchSize items a batch; 0 to choose it from measured costs
 * @param maxFailedItems how many items may fail before the job does
 * @param onFailedFrame what takes the place of a video's failed frame
 * @param video how videos of special kinds are treated
 * @param steady how much a video's painted frames are steadied by their neighbours, 0 to 1
 * @param model how the model is fitted to what it scores
 */
public record JobOptions(
        double strength,
        FrameSize size,
        int batchSize,
        long maxFailedItems,
        OnFailedFrame onFailedFrame,
        VideoHandling video,
        double steady,
        ModelHandling model) {
    /** Videos are treated as is usual, and models not fitted to them. */
    public JobOptions(
            double strength, FrameSize size, int batchSize, long maxFailedItems, OnFailedFrame onFailedFrame) {
        this(strength, size, batchSize, maxFailedItems, onFailedFrame, VideoHandling.DEFAULT, 0, ModelHandling.PLAIN);
    }

    /** What takes the place of a failed frame. */
    public enum OnFailedFrame {
        /** Nothing: the job fails. */
        FAIL,
        /** The source's frame; the previous result where that does not decode. */
        SOURCE,
        /** The previous result; the source's frame where there is none. */
        PREVIOUS
    }

    /** The options that can change the result, by name. How many items may fail decides only whether there is one. */
    Map<String, Object> identity() {
        Map<String, Object> identity = new HashMap<>(Map.of(
                "strength",
                strength,
                "size",
                size,
                "batchSize",
                batchSize,
                "onFailedFrame",
                onFailedFrame,
                "video",
                video));
        if (steady > 0) {
            identity.put("steady", steady);
        }
        if (!model.equals(ModelHandling.PLAIN)) {
            identity.put("model", model);
        }
        return identity;
    }
}
