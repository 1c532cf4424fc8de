package dev.atelier.core.store;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.OutageException;
import dev.atelier.core.failure.TransientException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Does again what failed in a way that may pass, after pauses that double and are partly random, until a deadline.
 *
 * @param deadline how long in all, the first try included
 * @param base upper bound of the first pause
 * @param longest upper bound of any pause
 * @param nanoTime a clock that only goes forward
 */
public record Retry(
        Duration deadline,
        Duration base,
        Duration longest,
        LongSupplier nanoTime,
        Sleeper sleeper,
        RandomGenerator random) {
    /** Waits. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /** With the system's clock. */
    public static Retry until(Duration deadline) {
        return new Retry(
                deadline,
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                System::nanoTime,
                pause -> Thread.sleep(pause.toMillis()),
                RandomGenerator.getDefault());
    }

    /**
     * What the action gives, at last.
     *
     * @param store what everything is tried on, for the message
     * @throws OutageException if it still failed at the deadline
     */
    public <T> T run(String store, Supplier<T> action) {
        long end = nanoTime.getAsLong() + deadline.toNanos();
        for (int tries = 1; ; tries++) {
            try {
                return action.get();
            } catch (TransientException e) {
                Duration pause = pause(tries);
                if (nanoTime.getAsLong() + pause.toNanos() >= end) {
                    throw new OutageException(
                            store + " has not answered as it should for " + deadline.toSeconds() + " s, in " + tries
                                    + (tries == 1 ? " try" : " tries") + "; the last: " + AtelierException.reason(e)
                                    + "; go on with the job when it is back",
                            e);
                }
                try {
                    sleeper.sleep(pause);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    private Duration pause(int tries) {
        double bound = Math.min((double) longest.toNanos(), base.toNanos() * Math.pow(2, tries - 1.0));
        return Duration.ofNanos((long) (bound * (0.5 + random.nextDouble() / 2)));
    }
}
