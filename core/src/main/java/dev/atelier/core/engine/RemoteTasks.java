package dev.atelier.core.engine;

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
     * @param slots how many batches are done at once in this process
     */
    Opened open(JobId job, long token, int slots) throws InterruptedException;

    /** Does batches until it is closed. */
    interface Opened extends BatchTask, AutoCloseable {
        /** Called once nothing runs any more. */
        @Override
        void close();
    }
}
