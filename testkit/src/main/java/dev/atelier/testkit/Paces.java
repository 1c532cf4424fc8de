package dev.atelier.testkit;

import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Rational;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Random;

/** Frame tables of the paces that videos have, and what they are compared by. */
final class Paces {
    private Paces() {}

    /** 24000/1001 frames a second. */
    static FrameTable constantPace(int count) {
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = i * 1001L;
        }
        return table(new Rational(1, 24000), times, count * 1001L);
    }

    /** A telephone's pace: about 30 frames a second, never quite, and now and then a gap. */
    static FrameTable phone(int count) {
        Random random = new Random(5);
        long[] times = new long[count];
        long time = 0;
        for (int i = 0; i < count; i++) {
            times[i] = time;
            time += 2900 + random.nextInt(200) + (random.nextInt(20) == 0 ? 40_000 : 0);
        }
        return table(new Rational(1, 90_000), times, time);
    }

    /** 29.97 frames a second, rounded to milliseconds. */
    static FrameTable milliseconds(int count) {
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = Math.round(i * 1001 / 30.0);
        }
        return table(new Rational(1, 1000), times, Math.round(count * 1001 / 30.0));
    }

    /** The same, beginning at another time than 0. */
    static FrameTable late(FrameTable table) {
        long[] times = Arrays.stream(table.timestamps()).map(t -> t + 36_036).toArray();
        return table(table.timeBase(), times, table.end() + 36_036);
    }

    private static FrameTable table(Rational timeBase, long[] times, long end) {
        boolean[] keyframes = new boolean[times.length];
        keyframes[0] = true;
        return new FrameTable(timeBase, times, keyframes, end);
    }

    /** A frame's time in the ticks of another table, rounded to the nearest, halves away from 0. */
    static long inTicks(FrameTable table, int frame, FrameTable other) {
        BigDecimal seconds =
                BigDecimal.valueOf(table.timestamps()[frame] * table.timeBase().numerator());
        return seconds.multiply(BigDecimal.valueOf(other.timeBase().denominator()))
                .divide(
                        BigDecimal.valueOf(table.timeBase().denominator()
                                * other.timeBase().numerator()),
                        0,
                        RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** All times and the end, in ticks of another time base. */
    static long[] ticks(FrameTable table, Rational timeBase) {
        long[] ticks = new long[table.count() + 1];
        for (int i = 0; i <= table.count(); i++) {
            long time = i < table.count() ? table.timestamps()[i] : table.end();
            ticks[i] = Math.round(time * table.timeBase().value() / timeBase.value());
        }
        return ticks;
    }

    static long[] relative(FrameTable table, FrameRange range) {
        long[] ticks = new long[range.count() + 1];
        long start = table.timestamps()[range.first()];
        for (int i = 0; i < range.count(); i++) {
            ticks[i] = table.timestamps()[range.first() + i] - start;
        }
        ticks[range.count()] = table.until(range.end() - 1) - start;
        return ticks;
    }
}
