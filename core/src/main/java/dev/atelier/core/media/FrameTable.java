package dev.atelier.core.media;

/**
 * When each frame of a video is shown, in presentation order, in ticks of the stream's time base.
 *
 * @param timeBase seconds a tick
 * @param timestamps presentation time of each frame, strictly increasing; may begin below, at or above 0
 * @param keyframes for each frame whether decoding may begin at it
 * @param end the tick at which the last frame stops being shown, greater than the last timestamp
 */
public record FrameTable(Rational timeBase, long[] timestamps, boolean[] keyframes, long end) {
    public FrameTable {
        if (timestamps.length == 0 || timestamps.length != keyframes.length) {
            throw new IllegalArgumentException("a frame table needs frames, and a keyframe flag for each");
        }
        for (int i = 1; i < timestamps.length; i++) {
            if (timestamps[i] <= timestamps[i - 1]) {
                throw new IllegalArgumentException("timestamps of frames " + (i - 1) + " and " + i
                        + " do not increase: " + timestamps[i - 1] + ", " + timestamps[i]);
            }
        }
        if (end <= timestamps[timestamps.length - 1]) {
            throw new IllegalArgumentException("the end, tick " + end + ", is not after the last frame");
        }
    }

    public int count() {
        return timestamps.length;
    }

    /** Presentation time of a frame, in seconds. */
    public double seconds(int frame) {
        return timestamps[frame] * timeBase.value();
    }

    /** The tick at which a frame stops being shown: the next one's timestamp, or the end. */
    public long until(int frame) {
        return frame + 1 < timestamps.length ? timestamps[frame + 1] : end;
    }

    /** From the first frame's appearance to the last one's end, in seconds. */
    public double duration() {
        return (end - timestamps[0]) * timeBase.value();
    }

    /** The first keyframe; the first frame if there is none. */
    public int firstKeyframe() {
        int candidate = 0;
        while (candidate < keyframes.length && !keyframes[candidate]) {
            candidate++;
        }
        return candidate < keyframes.length ? candidate : 0;
    }

    /** The last keyframe at or before a frame; the first frame if there is none. */
    public int keyframeAtOrBefore(int frame) {
        int candidate = frame;
        while (candidate > 0 && !keyframes[candidate]) {
            candidate--;
        }
        return candidate;
    }
}
