package dev.atelier.core.job;

import dev.atelier.core.media.FrameRange;
import java.util.List;

/**
 * A group of consecutive items that one task processes: the unit of scheduling, retry and resume.
 *
 * @param number its place in the manifest, from 0
 * @param items the items
 * @param segments for a video, the ranges that are encoded apart, in order: together they are the items. Where they
 *     begin and end never depends on how many make a batch, so that the size of batches does not change the result
 */
public record Batch(int number, FrameRange items, List<FrameRange> segments) {
    public Batch {
        segments = List.copyOf(segments);
    }
}
