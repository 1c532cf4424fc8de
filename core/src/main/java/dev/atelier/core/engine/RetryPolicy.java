package dev.atelier.core.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and after what pause something is tried again: exponential backoff with full jitter.
 *
 * @param attempts how often it is tried in all, 1 or more
 * @param base upper bound of the first pause; doubled with every further one
 * @param longest upper bound of any pause
 */
public record RetryPolicy(int attempts, Duration base, Duration longest) {
    public static final RetryPolicy DEFAULT = new RetryPolicy(4, Duration.ofMillis(500), Duration.ofSeconds(20));

    /**
     * The pause after a failed attempt.
     *
     * @param attempt the one that failed, from 1
     */
    public Duration pause(int attempt, RandomGenerator random) {
        double bound = Math.min((double) longest.toMillis(), base.toMillis() * Math.pow(2, attempt - 1.0));
        return Duration.ofMillis((long) (bound * (0.5 + random.nextDouble() / 2)));
    }
}
