package dev.atelier.core.media;

/**
 * What is to be known of a source's frames beyond their size and colour tags, to read them right and to write others
 * like them.
 *
 * @param chroma how finely colour is sampled
 * @param interlaced whether the source has fields; reading gives whole frames, one for each of the source's
 * @param toneMapped whether reading turns high dynamic range into standard
 * @param mastering the mastering display in the notation of x265, such as {@code
 *     G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)}; empty if the source does not say
 * @param contentLight greatest and mean content light level, such as {@code 1000,400}; empty if the source does not say
 * @param cutOff whether the video begins in the middle of a recording: its first pictures may need others that the file
 *     does not hold
 */
public record PictureTraits(
        Chroma chroma, boolean interlaced, boolean toneMapped, String mastering, String contentLight, boolean cutOff) {
    /** Whole frames, 4:2:0. */
    public static final PictureTraits PLAIN = new PictureTraits(Chroma.C420, false, false, "", "", false);

    /** Colour samples for a block of four pixels across and two down. */
    public enum Chroma {
        C420,
        C422,
        C444;

        /** Such as {@code 4:2:0}. */
        public String label() {
            return name().charAt(1) + ":" + name().charAt(2) + ":" + name().charAt(3);
        }
    }
}
