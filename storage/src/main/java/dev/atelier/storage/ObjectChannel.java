package dev.atelier.storage;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** One version of an object as a channel: asks for bytes from where it stands on, and again after it was moved. */
final class ObjectChannel implements SeekableByteChannel {
    private final ObjectStore store;
    private final ObjectInfo object;
    private InputStream in;
    private long inPosition;
    private long position;
    private boolean open = true;

    ObjectChannel(ObjectStore store, ObjectInfo object) {
        this.store = store;
        this.object = object;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (position >= object.size()) {
            return -1;
        }
        try {
            if (in == null || inPosition != position) {
                closeStream();
                in = store.read(object, position, Long.MAX_VALUE);
                inPosition = position;
            }
            byte[] bytes = new byte[Math.min(target.remaining(), 1 << 16)];
            int count = in.read(bytes);
            if (count > 0) {
                target.put(bytes, 0, count);
                inPosition += count;
                position += count;
            }
            return count;
        } catch (AtelierException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void closeStream() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return object.size();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        closeStream();
    }
}
