package dev.atelier.core.media;

/** Frames of a range, decoded one after the other in presentation order. Not safe for use by several threads. */
public interface FrameReader extends AutoCloseable {
    /**
     * The next frame, in a new picture.
     *
     * @return null once the whole range was read
     * @throws dev.atelier.core.failure.PoisonItemException if this frame does not decode: the message names the time
     *     where the damage lies. The reader may not be used again after that
     * @throws dev.atelier.core.failure.InfrastructureException if the decoder died or timed out
     */
    Picture next() throws InterruptedException;

    /** Stops decoding, if it still goes on, and frees everything. Never throws. */
    @Override
    void close();
}
