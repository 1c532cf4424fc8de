package dev.atelier.core.pipeline;

import dev.atelier.core.job.Outcome;
import java.util.List;

/** Takes the scored items of a batch and writes what becomes of them to the data store. */
interface ItemSink extends AutoCloseable {
    /** Keeps nothing. */
    ItemSink NONE = new ItemSink() {
        @Override
        public byte[] encode(ScoredItem item) {
            return null;
        }

        @Override
        public Written write(ScoredItem item) {
            return Written.PLAINLY;
        }

        @Override
        public List<Outcome.Product> finish() {
            return List.of();
        }

        @Override
        public void close() {}
    };

    /**
     * Does what can be done ahead, for many items at once on any threads.
     *
     * @return bytes to be found in {@link ScoredItem#encoded()}, or null
     */
    byte[] encode(ScoredItem item);

    /**
     * Writes an item; called for one after the other, in order.
     *
     * @return what became of it
     * @throws dev.atelier.core.failure.PoisonItemException if the batch cannot do without the item
     */
    Written write(ScoredItem item) throws InterruptedException;

    /**
     * What became of an item.
     *
     * @param replacement what took its place in the result if it failed
     * @param encodeNanos how much of the time that writing took was spent on encoding
     */
    record Written(Outcome.Replacement replacement, long encodeNanos) {
        static final Written PLAINLY = new Written(Outcome.Replacement.NOTHING, 0);
    }

    /** Ends the batch; what was written is then in the store. */
    List<Outcome.Product> finish() throws InterruptedException;

    /** Frees everything; never throws. */
    @Override
    void close();
}
