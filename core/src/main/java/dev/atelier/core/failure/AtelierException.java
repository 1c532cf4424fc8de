package dev.atelier.core.failure;

/**
 * A failure that Atelier understands. Its message is one line that names the thing, what was expected, what was found
 * and what to do. Anything thrown that is not of this type is a bug.
 */
public abstract sealed class AtelierException extends RuntimeException
        permits InvalidRequestException,
                PoisonItemException,
                TransientException,
                InfrastructureException,
                OutageException,
                JobFailedException {
    private static final long serialVersionUID = 1L;

    AtelierException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    /** Joins the lines of text from outside (a tool's output, a file's name) to a single one, without secrets. */
    public static String oneLine(String text) {
        return text == null ? "" : Redaction.of(text.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; "));
    }

    /** The root-cause line of anything thrown: the same in the log, the API, the command line and the page. */
    public static String reason(Throwable failure) {
        Throwable root = failure;
        while (!(root instanceof AtelierException) && root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof AtelierException) {
            return root.getMessage();
        }
        String message = oneLine(root.getMessage());
        String type = root.getClass().getSimpleName();
        return message.isEmpty() ? type : type + ": " + message;
    }
}
