package dev.atelier.video;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How long a Matroska file should be, by the first of its elements (RFC 9559, RFC 8794). */
final class MatroskaLength {
    private static final int HEADER = 0x1a45dfa3;
    private static final int SEGMENT = 0x18538067;

    private MatroskaLength() {}

    /** In bytes; empty where the file does not tell, as one that was written while it was sent. */
    static OptionalLong declared(Path file) {
        try (InputStream stream = Files.newInputStream(file);
                DataInputStream in = new DataInputStream(stream)) {
            if (in.readInt() != HEADER) {
                return OptionalLong.empty();
            }
            long[] header = size(in);
            long begin = 4 + header[1] + header[0];
            in.skipNBytes(header[0]);
            if (in.readInt() != SEGMENT) {
                return OptionalLong.empty();
            }
            long[] segment = size(in);
            boolean unknown = segment[0] == (1L << (7 * segment[1])) - 1;
            return unknown ? OptionalLong.empty() : OptionalLong.of(begin + 4 + segment[1] + segment[0]);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** A number, and of how many bytes it is: as many as its first byte has leading zeros, and one. */
    private static long[] size(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        int bytes = Integer.numberOfLeadingZeros(first) - 24 + 1;
        if (bytes > 8) {
            throw new IOException("not a number");
        }
        long value = first & (0xff >> bytes);
        for (int i = 1; i < bytes; i++) {
            value = (value << 8) | in.readUnsignedByte();
        }
        return new long[] {value, bytes};
    }
}
