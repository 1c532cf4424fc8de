package dev.atelier.core.engine;

import java.nio.file.Path;
import java.util.Optional;

/** Runs batches, several at once, in any order. Every engine tries a batch again after a failure that may pass. */
public interface Engine extends AutoCloseable {
    /** How many batches it runs at once. */
    int slots();

    /** How many other processes do batches when all are there; 0 where this one does them. */
    default int executors() {
        return 0;
    }

    /** Whether other processes do the batches. */
    default boolean isElsewhere() {
        return executors() > 0;
    }

    /**
     * Runs batches until all are done, one fails for good, or a stop is requested and those in flight are done.
     *
     * @throws dev.atelier.core.failure.AtelierException the failure that ended it, once nothing runs any more
     * @throws InterruptedException if the thread was interrupted, once nothing runs any more
     */
    void run(Work work) throws InterruptedException;

    /** What the engine itself wrote down of its runs so far, in a form of its own; empty if nothing. */
    default Optional<Path> log() {
        return Optional.empty();
    }

    /** Gives back what it holds, such as other machines. */
    @Override
    default void close() {}
}
