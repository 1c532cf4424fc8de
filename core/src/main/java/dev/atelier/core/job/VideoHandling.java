package dev.atelier.core.job;

/**
 * How videos of special kinds are treated.
 *
 * @param hdr what becomes of high dynamic range
 * @param interlaced what becomes of interlaced pictures
 * @param salvage whether a damaged video is scored as far as it decodes
 * @param stream index of the stream to score, of all streams of the file; -1 for the one that players show
 */
public record VideoHandling(Hdr hdr, Interlaced interlaced, boolean salvage, int stream) {
    public static final VideoHandling DEFAULT = new VideoHandling(Hdr.KEEP, Interlaced.DEINTERLACE, false, -1);

    /** What becomes of high dynamic range. */
    public enum Hdr {
        /** The model sees the encoded samples, and the result has the source's tags. */
        KEEP,
        /** The model sees a picture of standard range, and so does who watches the result. */
        TONEMAP
    }

    /** What becomes of interlaced pictures. */
    public enum Interlaced {
        /** Whole frames are made of them, as many as there were. */
        DEINTERLACE,
        /** The job is refused. */
        REFUSE
    }
}
