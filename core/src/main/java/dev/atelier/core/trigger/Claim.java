package dev.atelier.core.trigger;

import dev.atelier.core.job.Lease;

/**
 * The right to run a trigger, held by one watcher at a time.
 *
 * @param tries what came of running it before
 */
record Claim(Trigger trigger, Lease lease, Tries tries) {
    /** How often it was claimed, this time included. */
    long count() {
        return lease.token();
    }
}
