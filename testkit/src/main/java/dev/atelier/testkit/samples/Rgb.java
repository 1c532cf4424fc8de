package dev.atelier.testkit.samples;

import java.awt.Color;

/** A colour as light: three amounts, 1 being the brightest that can be shown; more is allowed until it is shown. */
record Rgb(double red, double green, double blue) {
    /** From amounts of 0 to 255. */
    static Rgb of(int red, int green, int blue) {
        return new Rgb(red / 255.0, green / 255.0, blue / 255.0);
    }

    static Rgb unpack(int packed) {
        return of(packed >> 16 & 0xff, packed >> 8 & 0xff, packed & 0xff);
    }

    Rgb mix(Rgb other, double weight) {
        double w = Ramp.clamp(weight);
        return new Rgb(Ramp.mix(red, other.red, w), Ramp.mix(green, other.green, w), Ramp.mix(blue, other.blue, w));
    }

    Rgb times(double factor) {
        return new Rgb(red * factor, green * factor, blue * factor);
    }

    Rgb times(Rgb other) {
        return new Rgb(red * other.red, green * other.green, blue * other.blue);
    }

    Rgb plus(Rgb other) {
        return new Rgb(red + other.red, green + other.green, blue + other.blue);
    }

    Rgb plus(Rgb other, double factor) {
        return new Rgb(red + other.red * factor, green + other.green * factor, blue + other.blue * factor);
    }

    /** Any amount of light brought into 0 to 1, as film does: bright places lose contrast instead of clipping. */
    Rgb exposed() {
        return new Rgb(1 - Math.exp(-red), 1 - Math.exp(-green), 1 - Math.exp(-blue));
    }

    /** As an opaque pixel, {@code 0xffrrggbb}, clipped. */
    int packed() {
        return 0xff000000 | level(red) << 16 | level(green) << 8 | level(blue);
    }

    Color color() {
        return new Color(packed());
    }

    Color color(double alpha) {
        return new Color((packed() & 0xffffff) | level(alpha) << 24, true);
    }

    private static int level(double x) {
        return (int) (Ramp.clamp(x) * 255 + 0.5);
    }
}
