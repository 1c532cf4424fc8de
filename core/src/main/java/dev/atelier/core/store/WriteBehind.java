package dev.atelier.core.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Writes things while others are still being made, several at once. What waits to be written is bounded in number and in
 * bytes. For one thread; a failure comes out of a later call, at the latest of {@link #finish}.
 */
public final class WriteBehind implements AutoCloseable {
    private final int most;
    private final long mostBytes;
    private final ExecutorService threads;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private long bytes;

    private record Pending(Future<?> result, long bytes) {}

    /**
     * @param most how many are written at once, and wait, at most
     * @param mostBytes how many bytes these have at most; a thing larger than that is written alone
     */
    public WriteBehind(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
        this.threads = Executors.newFixedThreadPool(most, task -> {
            Thread thread = new Thread(task, "write-behind");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Has something written; waits while too much is waiting. */
    public void write(long size, Runnable write) throws InterruptedException {
        while (!pending.isEmpty() && (pending.size() >= most || bytes + size > mostBytes)) {
            await();
        }
        bytes += size;
        pending.add(new Pending(threads.submit(write), size));
    }

    /** Waits until all is written. */
    public void finish() throws InterruptedException {
        while (!pending.isEmpty()) {
            await();
        }
    }

    private void await() throws InterruptedException {
        Pending first = pending.remove();
        bytes -= first.bytes;
        try {
            first.result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Gives up what has not begun to be written, and waits for the rest. */
    @Override
    public void close() {
        threads.shutdownNow().forEach(task -> {});
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                var unused = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
