package dev.atelier.spark;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.JobFailedException;
import dev.atelier.core.failure.OutageException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.Json;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.Place;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * What comes back from an executor.
 *
 * @param outcome as JSON; null if the try failed, or was a rehearsal
 * @param failure null if it did not
 * @param place where it was tried
 */
record BatchReply(String outcome, Throwable failure, Place place) implements Serializable {
    private static final long serialVersionUID = 1L;

    static BatchReply done(Outcome outcome, Place place) {
        return new BatchReply(Json.text(outcome), null, place);
    }

    static BatchReply rehearsed(Place place) {
        return new BatchReply(null, null, place);
    }

    static BatchReply failed(Throwable failure, Place place) {
        return new BatchReply(null, canTravel(failure) ? failure : withoutCause(failure), place);
    }

    /** Whether it only tells that an executor was lost before. */
    boolean isLost() {
        return failure instanceof InfrastructureException && SparkBatch.LOST.equals(failure.getMessage());
    }

    /** Whether the machine failed, and not the work. */
    boolean isMachineFailure() {
        return failure instanceof InfrastructureException || failure instanceof Error;
    }

    /** The outcome, or the failure thrown as it was there. */
    Outcome get() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        try {
            return Json.read(outcome.getBytes(StandardCharsets.UTF_8), Outcome.class);
        } catch (IOException e) {
            throw new IllegalStateException("an executor's outcome cannot be read: " + outcome, e);
        }
    }

    private static boolean canTravel(Throwable failure) {
        try (var out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(failure);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static RuntimeException withoutCause(Throwable failure) {
        String reason = AtelierException.reason(failure);
        RuntimeException copy;
        if (failure instanceof TransientException) {
            copy = new TransientException(reason);
        } else if (failure instanceof InfrastructureException) {
            copy = new InfrastructureException(reason);
        } else if (failure instanceof InvalidRequestException invalid) {
            copy = new InvalidRequestException(invalid.problems());
        } else if (failure instanceof OutageException) {
            copy = new OutageException(reason);
        } else if (failure instanceof PoisonItemException) {
            copy = new PoisonItemException(reason);
        } else if (failure instanceof JobFailedException) {
            copy = new JobFailedException(reason);
        } else {
            copy = new IllegalStateException(reason);
        }
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }
}
