package dev.atelier.cli;

import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.job.JobId;
import dev.atelier.core.pipeline.RemoteJob;
import dev.atelier.video.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The composition root of an executor: what the driver's is, with the node's own environment, so that no secret of a
 * store travels, and a scratch folder where the executor was started.
 *
 * @param home the driver's; nodes see the same folder, or have the same stores by their environment
 */
record NodeTasks(String home, Limits limits) implements RemoteTasks {
    private static final long serialVersionUID = 1L;
    /** Where the driver's folder cannot be made: in containers. */
    private static final String NODE_HOME = "ATELIER_NODE_HOME";

    @Override
    public Opened open(JobId job, long token, Share share) throws InterruptedException {
        String own = System.getenv(NODE_HOME);
        var wiring = new Wiring(new Home(Path.of(own == null ? home : own)), System.getenv(), System.out, System.err);
        wiring.limit(limits);
        try {
            Path scratch = Files.createTempDirectory(Path.of("").toAbsolutePath(), "atelier-scratch");
            return new RemoteJob(wiring.ports(scratch), job, token, share);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
