package dev.atelier.core.trigger;

import java.time.Instant;

/**
 * How often running a trigger has failed in a way that may pass.
 *
 * @param failures how often
 * @param notBefore when it is tried again
 * @param reason of the last failure, one line
 */
record Tries(int failures, Instant notBefore, String reason) {
    static final Tries NONE = new Tries(0, Instant.EPOCH, "");

    /** In seconds: the first pause; doubled with every further failure. */
    private static final long FIRST_PAUSE = 2;

    private static final long LONGEST_PAUSE = 300;

    Tries failed(Instant now, String why) {
        long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(failures, 10));
        return new Tries(failures + 1, now.plusSeconds(pause), why);
    }
}
