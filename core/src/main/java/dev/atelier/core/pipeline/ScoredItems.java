package dev.atelier.core.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * The items of a source, scored, in order. A thread of its own reads ahead and hands groups of items to the pool; the
 * queue of their futures is bounded, and with it the number of pictures in memory. Groups end at multiples of their size,
 * so that which items are scored together does not depend on where a batch begins.
 */
final class ScoredItems implements AutoCloseable {
    private static final Future<List<ScoredItem>> END = CompletableFuture.completedFuture(null);

    private final ItemSource source;
    private final ItemScoring scoring;
    private final ExecutorService pool;
    private final int group;
    private final BlockingQueue<Future<List<ScoredItem>>> queue;
    private final Thread reader;

    ScoredItems(ItemSource source, ItemScoring scoring, ExecutorService pool, int window, int group) {
        this.source = source;
        this.scoring = scoring;
        this.pool = pool;
        this.group = group;
        this.queue = new ArrayBlockingQueue<>(window);
        this.reader = new Thread(this::readAll, "batch-reader");
        reader.start();
    }

    /** The next group; null after the last. */
    List<ScoredItem> next() throws InterruptedException {
        try {
            return queue.take().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException();
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private void readAll() {
        try {
            try {
                for (List<Item> items = readGroup(); !items.isEmpty(); items = readGroup()) {
                    List<Item> read = items;
                    queue.put(pool.submit(() -> scoring.score(read)));
                }
                queue.put(END);
            } catch (RuntimeException | Error e) {
                queue.put(CompletableFuture.failedFuture(e));
            }
        } catch (InterruptedException e) {
            // closed: nobody waits for more
        }
    }

    private List<Item> readGroup() throws InterruptedException {
        List<Item> items = new ArrayList<>(group);
        Item item;
        while (items.size() < group && (item = source.next()) != null) {
            items.add(item);
            if ((item.index() + 1) % group == 0) {
                break;
            }
        }
        return items;
    }

    /** Stops reading and waits until nothing of this is under way any more. */
    @Override
    public void close() {
        reader.interrupt();
        boolean interrupted = Thread.interrupted();
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        queue.forEach(future -> future.cancel(false));
        source.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
