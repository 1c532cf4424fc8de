package dev.atelier.core.job;

/**
 * One try of one batch.
 *
 * @param token fencing token of the driver
 * @param number which of its tries, from 1
 */
public record Attempt(long token, int number) {
    @Override
    public String toString() {
        return token + "-" + number;
    }
}
