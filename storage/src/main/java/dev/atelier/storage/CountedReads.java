package dev.atelier.storage;

import dev.atelier.core.store.RunningChecksum;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts bytes as they pass, and adds them to a checksum. */
final class CountedReads extends FilterInputStream {
    private final RunningChecksum checksum;
    private long count;

    CountedReads(InputStream in, RunningChecksum checksum) {
        super(in);
        this.checksum = checksum;
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int got = super.read(bytes, offset, length);
        if (got > 0) {
            count += got;
            checksum.update(bytes, offset, got);
        }
        return got;
    }
}
