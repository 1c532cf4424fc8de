package dev.atelier.core.media;

/** What encodes video. */
public enum VideoEncoder {
    /** The processor: the same bytes on every machine. */
    SOFTWARE,
    /** NVIDIA's. */
    NVENC,
    /** Intel's. */
    QSV,
    /** The interface of Linux to the encoders of Intel's and AMD's graphics. */
    VAAPI,
    /** Apple's. */
    VIDEOTOOLBOX
}
