package dev.atelier.core.failure;

/** A failure that may well not happen again: retried with backoff, a bounded number of times. */
public final class TransientException extends AtelierException {
    private static final long serialVersionUID = 1L;

    public TransientException(String message) {
        this(message, null);
    }

    public TransientException(String message, Throwable cause) {
        super(message, cause);
    }
}
