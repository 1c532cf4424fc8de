package dev.atelier.core.failure;

/** An item that will fail however often it is tried: quarantined by name, never retried. */
public final class PoisonItemException extends AtelierException {
    private static final long serialVersionUID = 1L;

    public PoisonItemException(String message) {
        this(message, null);
    }

    public PoisonItemException(String message, Throwable cause) {
        super(message, cause);
    }
}
