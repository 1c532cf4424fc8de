package dev.atelier.core.job;

/**
 * What planning decided, once and for all. The batches themselves are in pages beside it, since there may be more of
 * them than fit into memory.
 *
 * @param items number of items in all
 * @param batches number of batches in all
 * @param token fencing token of the driver that wrote the pages: those of one that was killed while planning are not
 *     taken for them
 * @param reason one line that says how the size of the batches was chosen
 */
public record Manifest(int items, int batches, long token, String reason) {}
