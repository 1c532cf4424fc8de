package dev.atelier.video;

import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Rational;

/**
 * The times of a segment's frames, counted from its first, in ticks of 1/{@code scale} seconds.
 *
 * @param scale ticks a second of the segment's file
 * @param times when each frame begins, then when the last ends
 * @param lead distance of two decoding times before the first frame
 */
record SegmentTimes(long scale, long[] times, long lead) {
    /** Matroska's clock. */
    static final long MILLISECONDS = 1000;

    /** In the clock of the source: exact. */
    static SegmentTimes exact(FrameTable frames, FrameRange range, Pace pace) {
        long factor = frames.timeBase().numerator();
        return of(frames, range, frames.timeBase().denominator(), pace.shortest() * factor);
    }

    /**
     * In another clock. Each time is rounded as a time of the whole video, so that a frame's time does not depend on
     * the segment that it is in.
     */
    static SegmentTimes of(FrameTable frames, FrameRange range, long scale, long lead) {
        long[] times = new long[range.count() + 1];
        long start = round(frames.timestamps()[range.first()], frames.timeBase(), scale);
        for (int i = 0; i < range.count(); i++) {
            times[i] = round(frames.timestamps()[range.first() + i], frames.timeBase(), scale) - start;
        }
        times[range.count()] = round(frames.until(range.end() - 1), frames.timeBase(), scale) - start;
        return new SegmentTimes(scale, times, lead);
    }

    /** A time in ticks of 1/{@code scale} seconds, rounded to the nearest, halves away from zero. */
    static long round(long ticks, Rational timeBase, long scale) {
        if (timeBase.denominator() == scale) {
            return ticks * timeBase.numerator();
        }
        long product = Math.multiplyExact(Math.multiplyExact(Math.abs(ticks), timeBase.numerator()), scale);
        long rounded = (product + timeBase.denominator() / 2) / timeBase.denominator();
        return ticks < 0 ? -rounded : rounded;
    }

    /** The bitstream filter that gives packets, numbered by frame so far, these times. */
    String filter() {
        int n = times.length - 1;
        long[] durations = new long[n];
        for (int i = 0; i < n; i++) {
            durations[i] = times[i + 1] - times[i];
        }
        // Decoding begins a few frames early where frames are reordered. The lead is the shortest distance of the
        // whole video, so decoding times keep increasing where segments meet.
        return "setts=time_base=1/" + scale
                + ":pts='" + new Stamps("PTS", times).expression()
                + "':dts='if(lt(DTS,0),DTS*" + lead + "," + new Stamps("DTS", times).expression()
                + ")':duration='" + new Stamps("PTS", durations).expression() + "'";
    }
}
