package dev.atelier.core.job;

import java.time.Instant;

/**
 * One attempt to execute a job.
 *
 * @param token its fencing token: greater than that of every run before
 * @param ended null while it goes on, or if it was killed
 * @param result null while it goes on, or if it was killed
 * @param reason why it failed; empty otherwise
 */
public record Run(long token, Instant started, Instant ended, Result result, String reason) {
    /** How a run ended. */
    public enum Result {
        DONE,
        FAILED,
        INTERRUPTED
    }
}
