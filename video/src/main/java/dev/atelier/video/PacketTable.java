package dev.atelier.video;

import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Rational;
import java.util.Arrays;
import java.util.OptionalLong;

/** Collects the packets of a video stream, in the order of the file, to a table of frames in the order of showing. */
final class PacketTable {
    private static final long NONE = Long.MIN_VALUE;

    /** Presentation time times 2, plus 1 for a keyframe: sorts with its flag. */
    private long[] frames = new long[1024];

    private int count;
    private long previous = NONE;
    private long lastStart = Long.MIN_VALUE;
    private long lastDuration;
    private boolean keyframeSeen;
    private long incomplete = NONE;

    /**
     * Adds a line of ffprobe, {@code pts,dts,duration,flags}. A packet that is not to be shown is passed over.
     *
     * @return whether the line tells a time
     */
    boolean add(String line) {
        String[] fields = line.split(",", 5);
        if (fields.length < 4) {
            return true;
        }
        if (fields[3].indexOf('D') >= 0) {
            return true;
        }
        long duration = Math.max(0, parse(fields[2]));
        long time = parse(fields[0]);
        if (time == NONE) {
            // AVI tells only when to decode. Frames come out in that order, if later.
            time = parse(fields[1]);
        }
        if (time == NONE && previous != NONE && duration > 0) {
            time = previous + duration;
        }
        if (time == NONE || Math.abs(time) > 1L << 60) {
            return false;
        }
        previous = time;
        if (fields[3].indexOf('C') >= 0 && incomplete == NONE) {
            incomplete = time;
        }
        boolean keyframe = fields[3].indexOf('K') >= 0;
        keyframeSeen |= keyframe;
        if (count == frames.length) {
            frames = Arrays.copyOf(frames, count * 2);
        }
        frames[count++] = time * 2 + (keyframe ? 1 : 0);
        if (time > lastStart) {
            lastStart = time;
            lastDuration = duration;
        }
        return true;
    }

    /** The time of the first packet that lacks a part, in ticks. */
    OptionalLong incomplete() {
        return incomplete == NONE ? OptionalLong.empty() : OptionalLong.of(incomplete);
    }

    int count() {
        return count;
    }

    /** The table; times that coincide are set one tick apart. There must be frames. */
    FrameTable table(Rational timeBase) {
        Arrays.sort(frames, 0, count);
        long[] times = new long[count];
        boolean[] keyframes = new boolean[count];
        for (int i = 0; i < count; i++) {
            times[i] = frames[i] >> 1;
            if (i > 0 && times[i] <= times[i - 1]) {
                times[i] = times[i - 1] + 1;
            }
            keyframes[i] = (frames[i] & 1) != 0;
        }
        if (!keyframeSeen) {
            keyframes[0] = true;
        }
        long duration = lastDuration > 0 ? lastDuration : usualGap(times, timeBase);
        return new FrameTable(timeBase, times, keyframes, times[count - 1] + duration);
    }

    private static long usualGap(long[] times, Rational timeBase) {
        if (times.length == 1) {
            return Math.max(1, Math.round(1 / (25 * timeBase.value())));
        }
        long[] gaps = new long[times.length - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = times[i + 1] - times[i];
        }
        Arrays.sort(gaps);
        return gaps[gaps.length / 2];
    }

    private static long parse(String field) {
        try {
            return Long.parseLong(field);
        } catch (NumberFormatException e) {
            return NONE; // N/A
        }
    }
}
