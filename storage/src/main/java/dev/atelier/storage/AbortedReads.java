package dev.atelier.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;

/** A response that is cut off where its reader stops early, rather than read to its end for nothing. */
final class AbortedReads extends FilterInputStream {
    private final ResponseInputStream<?> response;
    private boolean ended;

    AbortedReads(ResponseInputStream<?> response) {
        super(new CheckedReads(response));
        this.response = response;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        ended |= count < 0;
        return count;
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            super.close();
        } else {
            response.abort();
        }
    }
}
