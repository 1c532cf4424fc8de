package dev.atelier.core.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    private final ItemSource source;
    private final Set<Integer> crashing;
    private final ItemScorers scorers;
    private final ItemSink sink;
    private final Neighbourhood neighbourhood;
    private final ExecutorService pool;
    private final BlockingQueue<Pending> queue;
    private final Thread reader;
    /** The scorer of the items being read; null before the first. */
    private ItemScorers.Use reading;
    /** The scorer of the items given last; null before the first. */
    private ItemScorers.Use given;

    /** Items being scored, and the scorer they need; null at the end. */
    private record Pending(Future<List<ScoredItem>> items, ItemScorers.Use scorer) {
        static final Pending END = new Pending(CompletableFuture.completedFuture(null), null);
    }

    /** @param crashing numbers of items that are not scored, since that would end the process */
    ScoredItems(
            ItemSource source,
            Set<Integer> crashing,
            ItemScorers scorers,
            ItemSink sink,
            Neighbourhood neighbourhood,
            ExecutorService pool,
            int window) {
        this.source = source;
        this.crashing = crashing;
        this.scorers = scorers;
        this.sink = sink;
        this.neighbourhood = neighbourhood;
        this.pool = pool;
        this.queue = new ArrayBlockingQueue<>(window);
        this.reader = new Thread(this::readAll, "batch-reader");
        reader.start();
    }

    /** The next group; null after the last. */
    List<ScoredItem> next() throws InterruptedException {
        try {
            Pending next = queue.take();
            List<ScoredItem> items = next.items().get();
            if (given != null && given != next.scorer()) {
                // items come in order: nothing before this needs it any more
                given.close();
            }
            given = next.scorer();
            return items;
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
                for (Item item = source.next(); item != null; item = source.next()) {
                    List<Item> read = readGroup(item);
                    var scoring = new ItemScoring(reading.scorer(), sink, crashing, neighbourhood.steady() > 0);
                    queue.put(new Pending(pool.submit(() -> scoring.score(read)), reading));
                }
                queue.put(Pending.END);
            } catch (RuntimeException | Error e) {
                queue.put(new Pending(CompletableFuture.failedFuture(e), null));
            }
        } catch (InterruptedException e) {
            // closed: nobody waits for more
        }
    }

    /** As many items from one on as one call of their scorer takes. */
    private List<Item> readGroup(Item first) throws InterruptedException {
        if (reading == null || first.index() >= reading.end()) {
            reading = scorers.of(first.index());
        }
        int group = neighbourhood.group();
        int end = Math.min(reading.end(), first.index() - first.index() % group + group);
        List<Item> items = new ArrayList<>(List.of(first));
        Item item;
        while (items.get(items.size() - 1).index() + 1 < end && (item = source.next()) != null) {
            items.add(item);
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
        queue.forEach(pending -> pending.items().cancel(false));
        queue.forEach(pending -> close(pending.scorer()));
        close(reading);
        close(given);
        source.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(ItemScorers.Use use) {
        if (use != null) {
            use.close();
        }
    }
}
