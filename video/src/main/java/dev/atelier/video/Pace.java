package dev.atelier.video;

import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Rational;

/**
 * How fast a video's frames follow one another. A property of the whole table, so that all segments of a video are
 * encoded with the same parameters and can be joined.
 *
 * @param rate the usual number of frames a second, between 1 and 480: what the encoder reckons with
 * @param shortest the smallest distance of two frames, in ticks
 * @param even whether all distances are about the same
 */
record Pace(Rational rate, long shortest, boolean even) {
    static Pace of(FrameTable frames) {
        long[] times = frames.timestamps();
        if (times.length == 1) {
            return new Pace(new Rational(25, 1), frames.end() - times[0], true);
        }
        // The last frame's own duration is often a guess of the file's writer.
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 1; i < times.length; i++) {
            shortest = Math.min(shortest, times[i] - times[i - 1]);
            longest = Math.max(longest, times[i] - times[i - 1]);
        }
        Rational rate = rate(times.length - 1, times[times.length - 1] - times[0], frames.timeBase());
        return new Pace(rate, shortest, longest <= shortest + shortest / 2);
    }

    private static Rational rate(int count, long ticks, Rational timeBase) {
        double value = count / (ticks * timeBase.value());
        if (value < 1) {
            return new Rational(1, 1);
        }
        if (value > 480) {
            return new Rational(480, 1);
        }
        long common = gcd(count, ticks);
        long numerator = count / common * timeBase.denominator();
        long denominator = ticks / common * timeBase.numerator();
        long divisor = gcd(numerator, denominator);
        if (numerator / divisor <= 100_000 && denominator / divisor <= 100_000) {
            return new Rational(numerator / divisor, denominator / divisor);
        }
        long thousandths = Math.round(value * 1000);
        return new Rational(thousandths / gcd(thousandths, 1000), 1000 / gcd(thousandths, 1000));
    }

    static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
