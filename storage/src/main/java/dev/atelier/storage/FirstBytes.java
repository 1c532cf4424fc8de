package dev.atelier.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** As much of a stream's beginning as is wanted. */
final class FirstBytes extends FilterInputStream {
    private long remaining;

    FirstBytes(InputStream in, long length) {
        super(in);
        remaining = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (remaining <= 0) {
            return length == 0 ? 0 : -1;
        }
        int count = super.read(bytes, offset, (int) Math.min(length, remaining));
        remaining -= Math.max(0, count);
        return count;
    }
}
