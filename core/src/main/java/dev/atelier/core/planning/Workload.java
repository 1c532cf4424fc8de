package dev.atelier.core.planning;

/**
 * What there is to do.
 *
 * @param items images, or frames of a video
 * @param units what these come in that is never divided: an image, or a segment of a video
 * @param settled whether each unit is a batch, rather than any number of them
 * @param bytesOnce what every node reads before it begins: a video that lies in a remote store
 * @param bytesIn what a batch reads for an item
 */
public record Workload(int items, int units, boolean settled, long bytesOnce, double bytesIn) {}
