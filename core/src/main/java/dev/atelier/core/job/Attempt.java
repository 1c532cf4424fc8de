package dev.atelier.core.job;

/**
 * One try of one batch.
 *
 * @param token fencing token of the driver
 * @param number which of its tries, from 1
 * @param place where it is made
 */
public record Attempt(long token, int number, Place place) {
    /** In the driver's own process. */
    public Attempt(long token, int number) {
        this(token, number, Place.HERE);
    }

    @Override
    public String toString() {
        return token + "-" + number;
    }
}
