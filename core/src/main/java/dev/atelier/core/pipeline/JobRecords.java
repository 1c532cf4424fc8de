package dev.atelier.core.pipeline;

import dev.atelier.core.engine.FolderTree;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteBehind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Deletes what is no longer needed of a job. Called by who holds the job's lease. */
public final class JobRecords {
    private static final int AT_ONCE = 16;

    private final ObjectStore ops;
    private final ObjectStore data;
    private final JobLayout layout;
    private final Path scratch;

    public JobRecords(Ports ports, JobLayout layout) {
        this.ops = ports.ops();
        this.data = ports.data();
        this.layout = layout;
        this.scratch = ports.scratch().resolve(layout.id().value());
    }

    /** Everything but the lease and the list of runs, so that tokens go on rising. */
    public void forget() {
        deleteProducts();
        delete(ops, layout.prefix(), name -> !name.equals(layout.lease()) && !name.startsWith(layout.runs()));
    }

    /** Deletes several at a time: a distant store takes its time for each. What an interruption leaves, the next run deletes. */
    private static void delete(ObjectStore store, String prefix, Predicate<String> which) {
        try (var deletions = new WriteBehind(AT_ONCE, Long.MAX_VALUE)) {
            for (ObjectInfo object : store.list(prefix)) {
                if (which.test(object.name())) {
                    deletions.write(0, () -> store.delete(object.name()));
                }
            }
            deletions.finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything, the lease last. */
    public void remove() {
        forget();
        deleteScratch();
        delete(ops, layout.prefix(), name -> !name.equals(layout.lease()));
        deletePlan();
        ops.delete(layout.lease());
    }

    private void deletePlan() {
        try {
            ops.delete(layout.plan());
        } catch (InvalidRequestException e) {
            // rights may end at the job's own records
        }
    }

    void deleteProducts() {
        data.discardUnfinished(layout.prefix());
        ops.discardUnfinished(layout.prefix());
        delete(data, layout.products(), name -> true);
    }

    void emptyScratch() {
        deleteScratch();
        try {
            Files.createDirectories(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void deleteScratch() {
        try {
            FolderTree.delete(scratch);
        } catch (IOException e) {
            // the next run empties it
        }
    }
}
