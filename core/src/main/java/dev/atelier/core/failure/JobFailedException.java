package dev.atelier.core.failure;

/** A job ended without its result, for the reason given. What is done stays done and can be resumed. */
public final class JobFailedException extends AtelierException {
    private static final long serialVersionUID = 1L;

    public JobFailedException(String message) {
        this(message, null);
    }

    public JobFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
