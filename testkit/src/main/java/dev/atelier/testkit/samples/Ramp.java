package dev.atelier.testkit.samples;

/** Curves between two values. */
final class Ramp {
    private Ramp() {}

    static double clamp(double x) {
        return x < 0 ? 0 : x > 1 ? 1 : x;
    }

    static double mix(double a, double b, double weight) {
        return a + (b - a) * weight;
    }

    /** 0 up to {@code from}, 1 from {@code to} on, smooth between; falls where {@code from} is the greater. */
    static double smooth(double from, double to, double x) {
        double t = clamp((x - from) / (to - from));
        return t * t * (3 - 2 * t);
    }

    /** A bell of height 1 at 0 that has fallen to about a third at 1. */
    static double bell(double x) {
        return Math.exp(-x * x);
    }
}
