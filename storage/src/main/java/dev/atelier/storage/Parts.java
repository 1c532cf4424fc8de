package dev.atelier.storage;

import dev.atelier.core.store.Retry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cuts content of unknown length into parts and sends a few of them at a time, each until it has arrived. No more than
 * {@value #AT_ONCE} parts are in memory, whatever the length.
 */
final class Parts {
    /** The size of the first part: what is smaller goes in one request. S3 wants 5 MiB or more. */
    static final int SIZE = 8 << 20;

    private static final int AT_ONCE = 3;

    /** Parts grow, so that the 10 000 that S3 takes hold more than 5 TiB. */
    private static final int NUMBER_TO_DOUBLE = 1500;

    private final Retry retry;
    private final ExecutorService threads;

    Parts(Retry retry) {
        this.retry = retry;
        var number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(AT_ONCE * 2, task -> {
            Thread thread = new Thread(task, "parts-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Sends a part. */
    interface Request<P> {
        /** @param number from 1 */
        P send(int number, byte[] bytes);
    }

    /**
     * Sends everything; when it returns or throws, no request is under way.
     *
     * @param first what has been read already
     * @return what each part's request gave, in order
     */
    <P> List<P> send(String address, byte[] first, InputStream rest, Request<P> request) throws IOException {
        Deque<Future<P>> underWay = new ArrayDeque<>();
        List<P> sent = new ArrayList<>();
        try {
            byte[] next = first;
            for (int number = 1; next.length > 0; number++) {
                byte[] bytes = next;
                int n = number;
                underWay.add(threads.submit(() -> retry.run(address, () -> request.send(n, bytes))));
                if (underWay.size() == AT_ONCE) {
                    sent.add(result(underWay.remove()));
                }
                next = rest.readNBytes(SIZE << Math.min(6, number / NUMBER_TO_DOUBLE));
            }
            while (!underWay.isEmpty()) {
                sent.add(result(underWay.remove()));
            }
            return sent;
        } finally {
            for (Future<P> future : underWay) {
                future.cancel(false);
                settle(future);
            }
        }
    }

    private static <P> P result(Future<P> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RuntimeException failure
                            ? failure
                            : new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void settle(Future<?> future) {
        try {
            if (!future.isCancelled()) {
                result(future);
            }
        } catch (RuntimeException e) {
            // one failure is told already
        }
    }
}
