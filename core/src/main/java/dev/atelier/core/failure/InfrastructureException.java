package dev.atelier.core.failure;

/** The machine failed, not the work: a lost process, a full disk, no memory. The batch runs again elsewhere. */
public final class InfrastructureException extends AtelierException {
    private static final long serialVersionUID = 1L;

    public InfrastructureException(String message) {
        this(message, null);
    }

    public InfrastructureException(String message, Throwable cause) {
        super(message, cause);
    }
}
