package dev.atelier.scoring.image;

import java.io.EOFException;

/** What the chunks of a WebP file say (RFC 9649, section 2). */
record WebpFile(Orientation orientation) {
    private static final int EXIF = 0x45584946;

    static WebpFile parse(byte[] file) throws EOFException {
        Bytes little = new Bytes(file, false);
        Bytes big = new Bytes(file, true);
        if (little.unsigned32(4) + 8 > file.length) {
            throw new EOFException("it ends too early");
        }
        long at = 12;
        while (at + 8 < file.length) {
            int chunk = (int) at;
            long length = little.unsigned32(chunk + 4);
            if (length > file.length - at - 8) {
                throw new EOFException("it ends too early");
            }
            if ((int) big.unsigned32(chunk) == EXIF && length > 8) {
                // some writers begin the block as JPEG has it
                int start = chunk + (file[chunk + 8] == 'E' ? 14 : 8);
                return new WebpFile(Orientation.ofExif(file, start, (int) length));
            }
            at += 8 + length + (length & 1);
        }
        return new WebpFile(Orientation.UPRIGHT);
    }
}
