package dev.atelier.core.media;

/**
 * How frames become a segment. Two encodings of the same frames with the same settings give the same bytes on every
 * machine, unless another encoder than software is asked for.
 *
 * @param codec the video codec
 * @param quality 0 (smallest file) to 100 (best picture)
 * @param colour tags to carry; frames are converted from RGB accordingly
 * @param sampleAspectRatio shape of a pixel, {@code 1/1} for square
 * @param traits how finely colour is to be sampled, where the codec can, and what to say of the range
 * @param encoder what encodes
 */
public record EncodeSettings(
        VideoCodec codec,
        int quality,
        ColourTags colour,
        Rational sampleAspectRatio,
        PictureTraits traits,
        VideoEncoder encoder) {
    public EncodeSettings {
        if (quality < 0 || quality > 100) {
            throw new IllegalArgumentException("quality must be 0 to 100: " + quality);
        }
    }

    /** Plain frames. */
    public EncodeSettings(VideoCodec codec, int quality, ColourTags colour, Rational sampleAspectRatio) {
        this(codec, quality, colour, sampleAspectRatio, PictureTraits.PLAIN, VideoEncoder.SOFTWARE);
    }

    /** Settings that carry everything of a source. */
    public static EncodeSettings like(VideoInfo info, VideoCodec codec, int quality) {
        return like(info, codec, quality, VideoEncoder.SOFTWARE);
    }

    /** Settings that carry everything of a source. */
    public static EncodeSettings like(VideoInfo info, VideoCodec codec, int quality, VideoEncoder encoder) {
        return new EncodeSettings(codec, quality, info.colour(), info.sampleAspectRatio(), info.traits(), encoder);
    }
}
