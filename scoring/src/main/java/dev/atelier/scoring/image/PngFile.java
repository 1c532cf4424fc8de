package dev.atelier.scoring.image;

import java.io.IOException;
import java.util.zip.CRC32;
import javax.imageio.IIOException;

/**
 * What the chunks of a PNG file say (ISO/IEC 15948). Every chunk's check sum is verified, which the JDK's decoder does
 * not do.
 */
record PngFile(int width, int height, Orientation orientation) {
    private static final int IHDR = 0x49484452;
    private static final int IEND = 0x49454e44;
    private static final int EXIF = 0x65584966;

    static PngFile parse(byte[] file) throws IOException {
        Bytes bytes = new Bytes(file, true);
        try {
            if ((int) bytes.unsigned32(12) != IHDR) {
                throw new IIOException("it does not begin with its header");
            }
            return new PngFile(side(bytes, 16), side(bytes, 20), walk(bytes));
        } catch (IndexOutOfBoundsException e) {
            throw new IIOException("it ends too early", e);
        }
    }

    private static int side(Bytes bytes, int at) throws IOException {
        long side = bytes.unsigned32(at);
        if (side == 0 || side > Integer.MAX_VALUE) {
            throw new IIOException("its header is damaged");
        }
        return (int) side;
    }

    private static Orientation walk(Bytes bytes) throws IOException {
        Orientation orientation = Orientation.UPRIGHT;
        int at = 8;
        while (true) {
            long length = bytes.unsigned32(at);
            int type = (int) bytes.unsigned32(at + 4);
            if (length > bytes.array().length - at - 12L) {
                throw new IIOException("it ends too early");
            }
            CRC32 crc = new CRC32();
            crc.update(bytes.array(), at + 4, (int) length + 4);
            if (crc.getValue() != bytes.unsigned32(at + 8 + (int) length)) {
                throw new IIOException("a check sum is wrong near byte " + at);
            }
            if (type == IEND) {
                return orientation;
            }
            if (type == EXIF && length > 8) {
                orientation = Orientation.ofExif(bytes.array(), at + 8, (int) length);
            }
            at += (int) length + 12;
        }
    }
}
