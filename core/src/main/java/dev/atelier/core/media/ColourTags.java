package dev.atelier.core.media;

/**
 * How a stream's samples stand for colours, in FFmpeg's names; an empty string where the file does not say.
 *
 * @param range {@code tv} (limited) or {@code pc} (full)
 * @param matrix such as {@code bt709}, {@code smpte170m}, {@code bt2020nc}
 * @param primaries such as {@code bt709}
 * @param transfer such as {@code bt709}, {@code smpte2084}, {@code arib-std-b67}
 */
public record ColourTags(String range, String matrix, String primaries, String transfer) {
    public static final ColourTags UNSPECIFIED = new ColourTags("", "", "", "");
}
