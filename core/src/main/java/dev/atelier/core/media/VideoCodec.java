package dev.atelier.core.media;

/** The video codecs that Atelier encodes to. */
public enum VideoCodec {
    H264,
    HEVC,
    VP9,
    AV1,
    FFV1,
    PRORES
}
