package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.store.FolderTree;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Deletes what is no longer needed of a job. Called by who holds the job's lease. */
public final class JobRecords {
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
        for (ObjectInfo object : ops.list(layout.prefix())) {
            if (!object.name().equals(layout.lease()) && !object.name().startsWith(layout.runs())) {
                ops.delete(object.name());
            }
        }
    }

    /** Everything, the lease last. */
    public void remove() {
        forget();
        deleteScratch();
        ops.list(layout.prefix()).forEach(object -> ops.delete(object.name()));
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
        data.list(layout.products()).forEach(object -> data.delete(object.name()));
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
