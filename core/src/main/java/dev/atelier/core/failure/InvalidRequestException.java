package dev.atelier.core.failure;

import java.util.List;

/** A request that can never succeed as it is: refused before any work, with all its problems together. */
public final class InvalidRequestException extends AtelierException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public InvalidRequestException(String problem) {
        this(List.of(problem));
    }

    public InvalidRequestException(String problem, Throwable cause) {
        super(problem, cause);
        this.problems = List.of(getMessage());
    }

    /** @param problems at least one, each with its remedy */
    public InvalidRequestException(List<String> problems) {
        super(String.join("; ", problems), null);
        this.problems = problems.stream().map(AtelierException::oneLine).toList();
    }

    public List<String> problems() {
        return problems;
    }
}
