package dev.atelier.core.engine;

import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobId;
import java.io.Serializable;

/**
 * Opens, in another process than the driver's, what does the batches of a job. It travels there by Java serialisation,
 * so it holds names and settings, and neither secrets nor anything that is open.
 */
@FunctionalInterface
public interface RemoteTasks extends Serializable {
    /**
     * Opens a job that its driver has prepared.
     *
     * @param token fencing token of the driver
     */
    Opened open(JobId job, long token, Share share) throws InterruptedException;

    /**
     * What the batches of a job may take of a process.
     *
     * @param slots how many are done at once
     * @param gpu the number of the GPU that they compute on, among those of the node; empty if they were given none
     */
    record Share(int slots, String gpu) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Does batches until it is closed. */
    interface Opened extends BatchTask, AutoCloseable {
        /** Reads and scores those items that the job has, as {@link #run} does, and keeps nothing of it. */
        void rehearse(Batch part) throws InterruptedException;

        /** Called once nothing runs any more. */
        @Override
        void close();
    }
}
