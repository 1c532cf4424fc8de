package dev.atelier.core.media;

/** Encodes consecutive frames to one segment file. Not safe for use by several threads. */
public interface SegmentWriter extends AutoCloseable {
    /** Encodes one frame; blocks while the encoder is busy. All frames have the same size and format. */
    void write(Picture frame) throws InterruptedException;

    /**
     * Ends the segment: when this returns, the file is whole.
     *
     * @throws dev.atelier.core.failure.InfrastructureException if the encoder failed, for instance on a full disk
     */
    void finish() throws InterruptedException;

    /** Frees everything; a segment that was not finished is deleted. Never throws. */
    @Override
    void close();
}
