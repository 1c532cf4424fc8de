package dev.atelier.core.planning;

import dev.atelier.core.job.Batch;
import dev.atelier.core.media.FrameRange;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How the items of a job are divided into batches.
 *
 * @param count how many batches there are
 * @param range the items of a batch, by its number from 0
 * @param segments what is encoded apart within a range
 */
public record Division(int count, Function<Integer, FrameRange> range, Function<FrameRange, List<FrameRange>> segments)
        implements Iterable<Batch> {

    /**
     * Batches of one size, the last of what is left; none of them is kept in memory.
     *
     * @param items how many there are in all
     * @param size items a batch, 1 or more
     */
    public static Division ofItems(int items, int size, Function<FrameRange, List<FrameRange>> segments) {
        int count = Math.toIntExact(((long) items + size - 1) / size);
        return new Division(
                count,
                number -> {
                    int first = number * size;
                    return new FrameRange(first, Math.min(size, items - first));
                },
                segments);
    }

    /** Batches of whole segments, so many each, the last of what is left. */
    public static Division ofSegments(List<FrameRange> segments, int perBatch) {
        int count = (segments.size() + perBatch - 1) / perBatch;
        return new Division(
                count,
                number -> {
                    int first = segments.get(number * perBatch).first();
                    int last = Math.min(segments.size(), (number + 1) * perBatch) - 1;
                    return new FrameRange(first, segments.get(last).end() - first);
                },
                range -> segments.subList(startingAt(segments, range.first()), startingAt(segments, range.end())));
    }

    /** The number of the segment that starts at a frame: how many start before it. */
    private static int startingAt(List<FrameRange> segments, int frame) {
        int low = 0;
        int high = segments.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).first() < frame) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The batches in order, each made when its turn comes. */
    @Override
    public Iterator<Batch> iterator() {
        return IntStream.range(0, count)
                .mapToObj(number -> {
                    FrameRange items = range.apply(number);
                    return new Batch(number, items, segments.apply(items));
                })
                .iterator();
    }
}
