package dev.atelier.core.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Reads things before they are asked for, several at once, and gives them in order. What was read and is not yet taken
 * is bounded in number and in bytes. For one thread; failures come out where the thing would have.
 */
public final class ReadAhead<T, R> implements AutoCloseable {
    private final Iterator<T> things;
    private final Function<T, R> read;
    private final ToLongFunction<T> weight;
    private final int most;
    private final long mostBytes;
    private final ExecutorService threads;
    private final Deque<Pending<R>> pending = new ArrayDeque<>();
    private T next;
    private long bytes;

    private record Pending<R>(Future<R> result, long bytes) {}

    /**
     * @param read may be called on several threads at once
     * @param weight bytes that a thing takes once it is read
     * @param most how many are read ahead at most
     * @param mostBytes how many bytes are read ahead at most; a thing larger than that is read alone
     */
    public ReadAhead(Iterator<T> things, Function<T, R> read, ToLongFunction<T> weight, int most, long mostBytes) {
        this.things = things;
        this.read = read;
        this.weight = weight;
        this.most = most;
        this.mostBytes = mostBytes;
        this.threads = Executors.newFixedThreadPool(most, task -> {
            Thread thread = new Thread(task, "read-ahead");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The next thing as it was read; null after the last. */
    public R next() throws InterruptedException {
        fill();
        Pending<R> first = pending.poll();
        if (first == null) {
            return null;
        }
        bytes -= first.bytes;
        try {
            return first.result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private void fill() {
        while (pending.size() < most) {
            if (next == null && things.hasNext()) {
                next = things.next();
            }
            if (next == null) {
                return;
            }
            T thing = next;
            long weighs = weight.applyAsLong(thing);
            if (!pending.isEmpty() && bytes + weighs > mostBytes) {
                return;
            }
            bytes += weighs;
            pending.add(new Pending<>(threads.submit(() -> read.apply(thing)), weighs));
            next = null;
        }
    }

    /** Forgets what was read ahead. Does not wait for what is being read. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
