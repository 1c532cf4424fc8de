package dev.atelier.core.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Calls of a store under way beside the thread that wants their results: the time that a distant store takes to answer is
 * waited for once, not once for each object. Results come in the order in which the calls were begun.
 */
final class InFlight<T> implements AutoCloseable {
    /** Calls at once. */
    static final int MOST = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(MOST, task -> {
        Thread thread = new Thread(task, "store-call");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<Future<T>> calls = new ArrayDeque<>();

    void begin(Callable<T> call) {
        calls.add(threads.submit(call));
    }

    int size() {
        return calls.size();
    }

    /** The result of the earliest call. */
    T take() throws InterruptedException {
        try {
            return calls.remove().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Waits for what has begun, so that nothing is written once this returns. */
    @Override
    public void close() {
        calls.forEach(call -> call.cancel(false));
        threads.shutdown();
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
