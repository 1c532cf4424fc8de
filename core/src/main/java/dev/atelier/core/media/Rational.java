package dev.atelier.core.media;

/** A fraction such as a frame rate (30000/1001 frames a second) or a time base (1/90000 s a tick). */
public record Rational(long numerator, long denominator) {
    public Rational {
        if (denominator <= 0) {
            throw new IllegalArgumentException("denominator must be positive: " + numerator + "/" + denominator);
        }
    }

    /** Reads {@code 30000/1001}, {@code 30000:1001} or {@code 25}. */
    public static Rational parse(String text) {
        String[] parts = text.split("[/:]", -1);
        return new Rational(Long.parseLong(parts[0]), parts.length > 1 ? Long.parseLong(parts[1]) : 1);
    }

    public double value() {
        return (double) numerator / denominator;
    }

    public Rational inverse() {
        return new Rational(denominator, numerator);
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
