package dev.atelier.core.media;

/**
 * How frames become a segment. Two encodings of the same frames with the same settings give the same bytes on every
 * machine.
 *
 * @param codec the video codec
 * @param quality 0 (smallest file) to 100 (best picture)
 * @param colour tags to carry; frames are converted from RGB accordingly
 * @param sampleAspectRatio shape of a pixel, {@code 1/1} for square
 */
public record EncodeSettings(VideoCodec codec, int quality, ColourTags colour, Rational sampleAspectRatio) {
    public EncodeSettings {
        if (quality < 0 || quality > 100) {
            throw new IllegalArgumentException("quality must be 0 to 100: " + quality);
        }
    }

    /** Settings that carry everything of a source. */
    public static EncodeSettings like(VideoInfo info, VideoCodec codec, int quality) {
        return new EncodeSettings(codec, quality, info.colour(), info.sampleAspectRatio());
    }
}
