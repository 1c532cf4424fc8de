package dev.atelier.core.job;

import dev.atelier.core.media.FrameRange;
import java.time.Instant;
import java.util.List;

/**
 * The record that a batch is done. Written once, first writer wins.
 *
 * @param token fencing token of the driver that had it done
 * @param attempt which try of that driver's it was, from 1
 * @param products what was written
 * @param failed every item that failed
 * @param place where it was done; the driver's own process in records of earlier versions
 * @param times sums over the items; each item's own are in the batch's log
 */
public record Outcome(
        int batch,
        long token,
        int attempt,
        Instant started,
        Instant ended,
        List<Product> products,
        List<FailedItem> failed,
        StageTimes times,
        Place place) {
    public Outcome {
        place = place == null ? Place.HERE : place;
        products = List.copyOf(products);
        failed = List.copyOf(failed);
    }

    /**
     * An object that a batch wrote.
     *
     * @param name in the data store
     * @param items what it holds
     * @param digest SHA-256 of its bytes; empty where nobody needs it
     */
    public record Product(String name, FrameRange items, long bytes, String digest) {
        public Product(String name, FrameRange items, long bytes) {
            this(name, items, bytes, "");
        }
    }

    /**
     * An item that could not be scored.
     *
     * @param index its number among the job's items
     * @param item its name
     * @param reason one line
     * @param replacement what took its place in the result
     */
    public record FailedItem(int index, String item, String reason, Replacement replacement) {
        /** The reason, with the item's name before it unless it begins with that. */
        public static String describe(String item, String reason) {
            return reason.startsWith(item) ? reason : item + ": " + reason;
        }
    }

    /** What took a failed item's place. */
    public enum Replacement {
        NOTHING,
        SOURCE,
        PREVIOUS
    }
}
