package dev.atelier.video;

import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Rational;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/** Collects the packets of a video stream, in the order of the file, to a table of frames in the order of showing. */
final class PacketTable {
    private static final long NONE = Long.MIN_VALUE;

    /** Presentation time times 2, plus 1 for a keyframe: sorts with its flag. */
    private long[] frames = new long[1024];

    private int count;
    private long previous = NONE;
    private long lastStart = Long.MIN_VALUE;
    private long lastDuration;
    private boolean keyframeFirst;
    private long incomplete = NONE;
    private boolean presented;

    /** The packets that tell only when to decode them. */
    private final BitSet guesses = new BitSet();

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
        presented |= time != NONE;
        boolean guessed = time == NONE;
        if (guessed) {
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
        keyframeFirst |= keyframe && count == 0;
        if (count == frames.length) {
            frames = Arrays.copyOf(frames, count * 2);
        }
        if (guessed) {
            guesses.set(count);
        }
        frames[count++] = time * 2 + (keyframe ? 1 : 0);
        if (time > lastStart) {
            lastStart = time;
            lastDuration = duration;
        }
        return true;
    }

    /** Whether the first packet is marked as a keyframe. */
    boolean keyframeFirst() {
        return keyframeFirst;
    }

    /** Whether packets say when they are shown, not only when they are decoded. */
    boolean presented() {
        return presented;
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
        if (presented && !guesses.isEmpty()) {
            placeGuesses();
        }
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
        long duration = lastDuration > 0 ? lastDuration : usualGap(times, timeBase);
        return new FrameTable(timeBase, times, keyframes, times[count - 1] + duration);
    }

    /**
     * An MPEG program stream tells when to show only the first of the frames that begin in a packet. Another one is
     * shown when it is decoded, or, where another frame is shown then, at the first time after it that is free.
     */
    private void placeGuesses() {
        Set<Long> taken = new HashSet<>();
        for (int i = 0; i < count; i++) {
            if (!guesses.get(i)) {
                taken.add(frames[i] >> 1);
            }
        }
        for (int i = guesses.nextSetBit(0); i >= 0; i = guesses.nextSetBit(i + 1)) {
            long time = frames[i] >> 1;
            while (lastDuration > 0 && !taken.add(time)) {
                time += lastDuration;
            }
            frames[i] = time * 2 + (frames[i] & 1);
            lastStart = Math.max(lastStart, time);
        }
        guesses.clear();
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
