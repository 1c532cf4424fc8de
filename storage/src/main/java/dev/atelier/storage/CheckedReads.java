package dev.atelier.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Turns what an SDK's stream throws when its connection breaks into the exceptions that streams throw. */
final class CheckedReads extends FilterInputStream {
    CheckedReads(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (IndexOutOfBoundsException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IOException("the connection broke: " + e.getMessage(), e);
        }
    }
}
