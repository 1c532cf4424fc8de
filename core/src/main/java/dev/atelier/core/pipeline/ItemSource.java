package dev.atelier.core.pipeline;

/** The items of a batch, one after the other. For one thread. */
interface ItemSource extends AutoCloseable {
    /** The next item; null after the last. */
    Item next() throws InterruptedException;

    @Override
    void close();
}
