package dev.atelier.core.engine;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.TransientException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** The tries of one batch: decides, the same for every engine, whether there is another after a failure. */
public final class BatchTries {
    private final RetryPolicy retry;
    private final RandomGenerator random;
    private int attempt = 1;

    public BatchTries(RetryPolicy retry, RandomGenerator random) {
        this.retry = retry;
        this.random = random;
    }

    /** Which try it is, from 1. */
    public int attempt() {
        return attempt;
    }

    /** Whether another try after this failure may succeed, wherever the batch is tried. */
    public static boolean mayPass(RuntimeException failure) {
        return failure instanceof TransientException || failure instanceof InfrastructureException;
    }

    /**
     * Goes on to the next try.
     *
     * @return how long to wait before it
     * @throws RuntimeException the failure, if there is no other try
     */
    public Duration next(RuntimeException failure) {
        if (!mayPass(failure) || attempt >= retry.attempts()) {
            throw failure;
        }
        return retry.pause(attempt++, random);
    }
}
