package dev.atelier.core.media;

/**
 * One stream of a media file.
 *
 * @param index its place in the file
 * @param kind what it carries
 * @param codec the codec's short name, such as {@code h264}; {@code unknown} where the file does not tell
 * @param language the language tag, or an empty string
 * @param title the title tag, or an empty string
 */
public record StreamInfo(int index, Kind kind, String codec, String language, String title) {
    /** What a stream carries. */
    public enum Kind {
        VIDEO,
        AUDIO,
        SUBTITLE,
        DATA,
        ATTACHMENT
    }
}
