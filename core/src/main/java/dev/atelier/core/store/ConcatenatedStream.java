package dev.atelier.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/** Contents one after the other, with one of them open at a time. */
final class ConcatenatedStream extends InputStream {
    private final Iterator<Content> contents;
    private InputStream current = InputStream.nullInputStream();

    ConcatenatedStream(Iterator<Content> contents) {
        this.contents = contents;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            int count = current.read(bytes, offset, length);
            if (count >= 0) {
                return count;
            }
            current.close();
            if (!contents.hasNext()) {
                return -1;
            }
            current = contents.next().open();
        }
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
