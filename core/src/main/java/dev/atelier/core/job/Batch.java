package dev.atelier.core.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atelier.core.media.FrameRange;
import java.util.List;

/**
 * A group of consecutive items that one task processes: the unit of scheduling, retry and resume.
 *
 * @param number its place in the manifest, from 0
 * @param items the items
 * @param segments for a video, the ranges that are encoded apart, in order: together they are the items. Where they
 *     begin and end never depends on how many make a batch, so that the size of batches does not change the result
 * @param crashing numbers of items that ended the process that scored them: not scored again, they count as failed
 */
public record Batch(
        int number,
        FrameRange items,
        List<FrameRange> segments,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> crashing) {
    public Batch {
        segments = List.copyOf(segments);
        crashing = crashing == null ? List.of() : List.copyOf(crashing);
    }

    public Batch(int number, FrameRange items, List<FrameRange> segments) {
        this(number, items, segments, List.of());
    }

    /** The same batch, with other items known to crash. */
    public Batch withCrashing(List<Integer> items) {
        return new Batch(number, this.items, segments, items);
    }

    /** Some of its items, to be scored for the sake of it. */
    public Batch part(FrameRange range) {
        return new Batch(number, range, List.of(), crashing);
    }
}
