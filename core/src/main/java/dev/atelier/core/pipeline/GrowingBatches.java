package dev.atelier.core.pipeline;

import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.planning.Division;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The batches of a folder that is still being listed: each comes as soon as its items are listed. */
final class GrowingBatches implements Iterable<Batch> {
    private static final long MILLISECONDS_BETWEEN_LOOKS = 200;

    private final JobId job;
    private final OngoingListing listing;
    private final int size;
    private final String reason;
    private final JobListener told;
    private final StopSignal stop;

    /**
     * @param size items a batch
     * @param reason one line that says how it was chosen
     * @param told of how many there are
     * @param stop once it is requested, no more come
     */
    GrowingBatches(JobId job, OngoingListing listing, int size, String reason, JobListener told, StopSignal stop) {
        this.job = job;
        this.listing = listing;
        this.size = size;
        this.reason = reason;
        this.told = told;
        this.stop = stop;
    }

    JobEvent.Planned planned() {
        int items = listing.listed().count();
        return new JobEvent.Planned(job, items, count(items), 0, 0, reason + "; the folder is still being listed");
    }

    private int count(int items) {
        return Division.ofItems(items, size, List::of).count();
    }

    /** To be gone through by one thread at a time, once. */
    @Override
    public Iterator<Batch> iterator() {
        return new Iterator<>() {
            private int next;
            private Source.Images listed = tell(listing.listed());

            @Override
            public boolean hasNext() {
                try {
                    while (!stop.isRequested()) {
                        hear(listing.listed());
                        if (isThere() || !listed.growing()) {
                            return isThere();
                        }
                        hear(listing.await(listed.count(), MILLISECONDS_BETWEEN_LOOKS));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return false;
            }

            private boolean isThere() {
                return (listed.growing() ? (next + 1L) * size - 1 : (long) next * size) < listed.count();
            }

            private void hear(Source.Images now) {
                if (now.count() > listed.count() || now.growing() != listed.growing()) {
                    listed = tell(now);
                }
            }

            private Source.Images tell(Source.Images now) {
                told.on(new JobEvent.Listed(job, now.count(), count(now.count()), !now.growing()));
                return now;
            }

            @Override
            public Batch next() {
                // a stop may be asked for since it was said that there is another
                if (!isThere() && !hasNext()) {
                    throw new NoSuchElementException();
                }
                int first = next * size;
                FrameRange items = new FrameRange(first, Math.min(size, listed.count() - first));
                return new Batch(next++, items, List.of(items));
            }
        };
    }
}
