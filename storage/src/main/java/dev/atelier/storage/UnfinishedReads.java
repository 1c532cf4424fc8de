package dev.atelier.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Objects;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A response that is cut off where its reader stops early, rather than read to its end for nothing; one whose last byte
 * was read gives its connection back for the next request.
 */
final class UnfinishedReads extends FilterInputStream {
    private final ResponseInputStream<GetObjectResponse> response;
    private long remaining;
    private boolean closed;

    UnfinishedReads(ResponseInputStream<GetObjectResponse> response) {
        super(new CheckedReads(response));
        this.response = response;
        this.remaining = Objects.requireNonNullElse(response.response().contentLength(), Long.MAX_VALUE);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        remaining -= Math.max(0, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        // only who asks for one byte more learns that it was the last, and then the connection is free
        if (remaining == 0 && read() < 0) {
            super.close();
        } else {
            response.abort();
        }
    }
}
