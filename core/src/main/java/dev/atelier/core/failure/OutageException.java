package dev.atelier.core.failure;

/** Everyone is refused: the store is down or credentials have expired. The job pauses and says why. */
public final class OutageException extends AtelierException {
    private static final long serialVersionUID = 1L;

    public OutageException(String message) {
        this(message, null);
    }

    public OutageException(String message, Throwable cause) {
        super(message, cause);
    }
}
