package dev.atelier.core.planning;

import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a video is cut into segments that are encoded apart. Depends on nothing but the video and the size of its
 * frames, so that the result is the same however many segments make a batch. Cuts lie on the source's keyframes where
 * they can: a decoder that begins there decodes nothing in vain, and a scene's first frame begins a segment.
 */
public final class SegmentPlan {
    /** So many that starting an encoder costs little: 69 frames of 640x360. */
    private static final long PIXELS = 16_000_000;

    private static final int SHORTEST = 48;
    private static final int LONGEST = 250;

    private SegmentPlan() {}

    /**
     * The segments of a range.
     *
     * @param width of the frames as they are scored, in pixels
     * @param height likewise
     */
    public static List<FrameRange> of(FrameRange range, FrameTable frames, int width, int height) {
        int target = (int) Math.max(SHORTEST, Math.min(LONGEST, PIXELS / ((long) width * height)));
        return cut(range, target, frames);
    }

    /** Cuts a range into about equal segments of the target length, at keyframes where these are near enough. */
    public static List<FrameRange> cut(FrameRange range, int target, FrameTable frames) {
        List<FrameRange> segments = new ArrayList<>();
        int first = range.first();
        while (range.end() - first > target + target / 2) {
            int next = nearestKeyframe(frames, first + target, target / 2);
            segments.add(new FrameRange(first, next - first));
            first = next;
        }
        segments.add(new FrameRange(first, range.end() - first));
        return segments;
    }

    private static int nearestKeyframe(FrameTable frames, int around, int distance) {
        for (int d = 0; d < distance; d++) {
            for (int candidate : new int[] {around - d, around + d}) {
                if (candidate < frames.count() && frames.keyframes()[candidate]) {
                    return candidate;
                }
            }
        }
        return around;
    }
}
