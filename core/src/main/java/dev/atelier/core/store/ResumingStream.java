package dev.atelier.core.store;

import dev.atelier.core.failure.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A read that goes on where it broke, and ends only when every byte has come and fits the store's checksum. */
final class ResumingStream extends InputStream {
    /** Room for more is made as it comes: a store may say that an object is larger than it is. */
    private static final int LARGEST_AT_ONCE = 32 << 20;

    private final ObjectStore store;
    private final Retry retry;
    private final ObjectInfo object;
    private final long offset;
    private final long length;
    private final Checksum expected;
    private final RunningChecksum running;
    private InputStream current;
    private long position;
    private boolean checked;

    ResumingStream(ObjectStore store, Retry retry, ObjectStream opened, long offset, long length) {
        this.store = store;
        this.retry = retry;
        this.object = opened.object();
        this.offset = offset;
        this.length = Math.max(0, Math.min(length, object.size() - offset));
        this.current = opened;
        boolean whole = offset == 0 && this.length == object.size();
        this.expected = whole ? opened.checksum().orElse(null) : null;
        this.running = expected == null ? null : new RunningChecksum(expected.algorithm());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        if (position == length) {
            check();
            return count == 0 ? 0 : -1;
        }
        int most = (int) Math.min(count, length - position);
        int got;
        try {
            got = current.read(bytes, from, most);
            if (got < 0) {
                throw new IOException("it ended " + (length - position) + " bytes early");
            }
        } catch (IOException broken) {
            // a new request may fail too, and so may its first bytes: both count as tries of one read
            got = retry.run(store.address(object.name()), () -> again(bytes, from, most));
        }
        if (running != null) {
            running.update(bytes, from, got);
        }
        position += got;
        return got;
    }

    /** Where the length is known and small, bytes are copied once. */
    @Override
    public byte[] readNBytes(int most) throws IOException {
        if (length - position > LARGEST_AT_ONCE) {
            return super.readNBytes(most);
        }
        byte[] bytes = new byte[(int) Math.min(most, length - position)];
        int count = readNBytes(bytes, 0, bytes.length);
        if (position == length) {
            check();
        }
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }

    @Override
    public byte[] readAllBytes() throws IOException {
        return readNBytes(Integer.MAX_VALUE);
    }

    private int again(byte[] bytes, int from, int most) {
        try {
            current.close();
        } catch (IOException e) {
            // it is broken already
        }
        current = store.read(object, offset + position, length - position);
        try {
            int got = current.read(bytes, from, most);
            if (got < 0) {
                throw new IOException("it ended " + (length - position) + " bytes early");
            }
            return got;
        } catch (IOException e) {
            throw new TransientException(
                    "reading " + store.address(object.name()) + " broke off: " + e.getMessage(), e);
        }
    }

    private void check() throws IOException {
        if (running != null && !checked) {
            checked = true;
            Checksum found = running.value();
            if (!found.equals(expected)) {
                throw new IOException(store.address(object.name()) + " arrived damaged: its " + expected.algorithm()
                        + " should be " + expected.hex() + " and is " + found.hex() + "; read it again");
            }
        }
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
