package dev.atelier.spark;

/** An executor went while it was at a batch; the message says why. */
final class LostExecutorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean crash;

    LostExecutorException(String reason, boolean crash) {
        super(reason);
        this.crash = crash;
    }

    /** Whether its process ended by itself, or was killed, rather than its node being drained or lost. */
    boolean isCrash() {
        return crash;
    }
}
