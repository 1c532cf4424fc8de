package dev.atelier.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An object as it arrives in blocks, of which a few are asked for at a time. No more than {@value #AT_ONCE} blocks are in
 * memory behind the first, whatever the length. What is small comes in one request.
 */
final class ReadBlocks extends InputStream {
    static final int SIZE = 4 << 20;

    private static final int AT_ONCE = 3;

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "blocks-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    /** Asks for a part of the object. */
    interface Request {
        byte[] bytes(long offset, int length);
    }

    private final Request request;
    private final long end;
    private final Deque<Future<byte[]>> underWay = new ArrayDeque<>();
    private long next;
    private InputStream current;
    private long remaining = SIZE;

    /**
     * @param first the first {@link #SIZE} bytes
     * @param offset where what follows them begins
     * @param end where reading ends
     */
    ReadBlocks(InputStream first, long offset, long end, Request request) {
        this.current = first;
        this.next = offset;
        this.end = end;
        this.request = request;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        ask();
        if (remaining == 0) {
            if (underWay.isEmpty()) {
                return length == 0 ? 0 : -1;
            }
            current.close();
            byte[] block = result(underWay.remove());
            current = new ByteArrayInputStream(block);
            remaining = block.length;
            ask();
        }
        int count = current.read(bytes, offset, (int) Math.min(length, remaining));
        if (count < 0) {
            throw new IOException("the connection broke: a block lacks its last " + remaining + " bytes");
        }
        remaining -= count;
        return count;
    }

    private void ask() {
        while (next < end && underWay.size() < AT_ONCE) {
            long offset = next;
            int length = (int) Math.min(SIZE, end - offset);
            underWay.add(THREADS.submit(() -> checked(request.bytes(offset, length), length)));
            next += length;
        }
    }

    private static byte[] checked(byte[] block, int length) throws IOException {
        if (block.length != length) {
            throw new IOException("a block of " + length + " bytes came with " + block.length);
        }
        return block;
    }

    private static byte[] result(Future<byte[]> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("reading was interrupted", e);
        } catch (ExecutionException | CancellationException e) {
            throw new IOException("the connection broke: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        next = end;
        underWay.forEach(future -> future.cancel(false));
        underWay.clear();
        current.close();
    }
}
