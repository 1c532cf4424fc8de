package dev.atelier.scoring.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.IIOException;

/**
 * What the markers of a JPEG file say (ITU-T T.81, annex B).
 *
 * @param baseline whether the JDK's decoder knows the coding process: 8 bits, Huffman, not lossless
 * @param components 1 grey, 3 colour, 4 CMYK
 * @param rgb whether three components are RGB and not YCbCr, by the rules of the IJG's decoder
 * @param foreignProfile whether there is a colour profile other than sRGB
 */
record JpegFile(
        int width,
        int height,
        boolean baseline,
        int components,
        boolean rgb,
        boolean foreignProfile,
        Orientation orientation) {
    /** A progressive file may say the same pixels again in each scan; more than this is an attack on time. */
    private static final int MAXIMUM_SCANS = 500;

    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ICC = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.ISO_8859_1);

    static JpegFile parse(byte[] file) throws IOException {
        try {
            return new Parser(new Bytes(file, true)).parse();
        } catch (IndexOutOfBoundsException e) {
            throw new IIOException("it ends within its header", e);
        }
    }

    private static final class Parser {
        private final Bytes bytes;
        private Orientation orientation = Orientation.UPRIGHT;
        private boolean jfif;
        private boolean foreignProfile;
        private int adobeTransform = -1;

        Parser(Bytes bytes) {
            this.bytes = bytes;
        }

        JpegFile parse() throws IOException {
            int at = 2;
            while (true) {
                while (bytes.unsigned8(at) != 0xff) {
                    at++;
                }
                while (bytes.unsigned8(at) == 0xff) {
                    at++;
                }
                int marker = bytes.unsigned8(at++);
                if (marker == 0xd9 || marker == 0xda) {
                    throw new IIOException("it has no frame header");
                }
                boolean alone = marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);
                if (alone) {
                    continue;
                }
                int length = bytes.unsigned16(at);
                boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
                if (frame) {
                    return frame(marker, at);
                }
                application(marker, at + 2, length - 2);
                at += length;
            }
        }

        private void application(int marker, int at, int length) {
            byte[] file = bytes.array();
            if (marker == 0xe0 && ImageKind.startsWith(file, at, JFIF)) {
                jfif = true;
            } else if (marker == 0xe1 && ImageKind.startsWith(file, at, EXIF)) {
                orientation = Orientation.ofExif(file, at + EXIF.length, length - EXIF.length);
            } else if (marker == 0xe2 && ImageKind.startsWith(file, at, ICC)) {
                int end = Math.min(file.length, at + length);
                String profile = new String(file, at, Math.max(0, end - at), StandardCharsets.ISO_8859_1);
                // descriptions are ASCII in version 2 profiles and UTF-16 in version 4
                foreignProfile |= profile.length() > 14
                        && profile.charAt(12) == 1
                        && !profile.contains("sRGB")
                        && !profile.contains("s\0R\0G\0B");
            } else if (marker == 0xee && ImageKind.startsWith(file, at, ADOBE) && length >= 12) {
                adobeTransform = bytes.unsigned8(at + 11);
            }
        }

        private JpegFile frame(int marker, int at) throws IOException {
            int components = bytes.unsigned8(at + 7);
            boolean lettered = components == 3
                    && bytes.unsigned8(at + 8) == 'R'
                    && bytes.unsigned8(at + 11) == 'G'
                    && bytes.unsigned8(at + 14) == 'B';
            boolean rgb = !jfif && (adobeTransform == 0 || (adobeTransform < 0 && lettered));
            if (marker == 0xc2 && scans(at) > MAXIMUM_SCANS) {
                throw new IIOException("it has more than " + MAXIMUM_SCANS + " scans");
            }
            return new JpegFile(
                    bytes.unsigned16(at + 5),
                    bytes.unsigned16(at + 3),
                    marker <= 0xc2 && bytes.unsigned8(at + 2) == 8,
                    components,
                    rgb,
                    foreignProfile,
                    orientation);
        }

        private int scans(int from) {
            byte[] file = bytes.array();
            int scans = 0;
            for (int i = from; i + 1 < file.length; i++) {
                if (file[i] == (byte) 0xff && file[i + 1] == (byte) 0xda) {
                    scans++;
                }
            }
            return scans;
        }
    }
}
