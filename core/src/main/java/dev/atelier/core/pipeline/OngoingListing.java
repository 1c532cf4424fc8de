package dev.atelier.core.pipeline;

import dev.atelier.core.engine.Threads;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The listing of a large folder: goes on in a thread of its own, while what it has listed is scored. */
final class OngoingListing implements AutoCloseable {
    private final ImageListing listing;
    private final Consumer<Source.Images> record;
    private final Runnable check;
    private final Object checking = new Object();
    private final Thread thread;
    private boolean closed;
    private Source.Images listed;
    private Throwable failure;

    /**
     * Goes on at once.
     *
     * @param begun what is listed already
     * @param record takes down the whole list, before anybody hears that it is whole
     * @param check throws if another process has taken the job over
     */
    OngoingListing(ImageListing listing, Source.Images begun, Consumer<Source.Images> record, Runnable check) {
        this.listing = listing;
        this.listed = begun;
        this.record = record;
        this.check = check;
        thread = new Thread(this::goOn, "listing");
        thread.setDaemon(true);
        thread.start();
    }

    private void goOn() {
        try {
            Source.Images next;
            do {
                next = listing.next();
                if (!isStillOurs()) {
                    return;
                }
                if (!next.growing()) {
                    record.accept(next);
                }
                tell(next);
            } while (next.growing());
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** A check writes the lease, which nothing may interrupt. */
    private boolean isStillOurs() {
        synchronized (checking) {
            if (!closed) {
                check.run();
            }
            return !closed;
        }
    }

    private synchronized void tell(Source.Images next) {
        listed = next;
        notifyAll();
    }

    private synchronized void fail(Throwable e) {
        failure = e;
        notifyAll();
    }

    /**
     * What is listed so far.
     *
     * @throws dev.atelier.core.failure.AtelierException what ended the listing too early
     */
    synchronized Source.Images listed() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return listed;
    }

    /** Waits for more than so many images, or for the end of the list, but no longer than that. */
    synchronized Source.Images await(int images, long milliseconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        long left = milliseconds;
        while (left > 0 && listed().growing() && listed.count() <= images) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return listed();
    }

    /** Stops listing, and waits until it has. */
    @Override
    public void close() {
        synchronized (checking) {
            closed = true;
            thread.interrupt();
        }
        Threads.joinUninterrupted(List.of(thread));
    }
}
