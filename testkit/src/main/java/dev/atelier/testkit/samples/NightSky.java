package dev.atelier.testkit.samples;

/** A clear night with a moon, stars and a few bright clouds. */
final class NightSky {
    private final Noise noise = new Noise(83);

    /** The light from a direction: right, up and ahead, of any length. */
    Rgb light(double dx, double dy, double dz) {
        double length = Math.sqrt(dx * dx + dy * dy + dz * dz);
        double x = dx / length;
        double y = Math.max(0, dy / length);
        double fromMoon = Math.hypot(x - 0.055, y - 0.335);
        Rgb dark = new Rgb(0.16, 0.21, 0.40).mix(new Rgb(0.025, 0.055, 0.19), Ramp.smooth(0.05, 0.5, y));
        double bend = noise.fractal(x * 4, y * 7, 3);
        double cloud = Ramp.smooth(0.02, 0.5, noise.fractal(x * 5 + bend, y * 11 + 0.8 * bend, 5));
        Rgb silver = new Rgb(0.24, 0.30, 0.46).plus(new Rgb(0.75, 0.74, 0.6), Ramp.bell(fromMoon / 0.17));
        Rgb sky = dark.plus(new Rgb(0.32, 0.36, 0.46), 0.7 * Ramp.bell(fromMoon / 0.13))
                .mix(silver, 0.75 * cloud);
        Noise.Cell star = noise.cell(x * 46, y * 46);
        double size = 0.03 + 0.06 * star.number();
        double spark = Ramp.smooth(size, size * 0.3, Math.hypot(star.dx(), star.dy()));
        sky = sky.plus(new Rgb(1.3, 1.3, 1.2), spark * (1 - cloud) * Ramp.smooth(0.45, 0.95, star.number()));
        double disc = Ramp.smooth(0.036, 0.033, fromMoon);
        double seas = 0.8 + 0.35 * noise.fractal(x * 40, y * 40, 3);
        return sky.mix(new Rgb(2.6, 2.5, 2.0).times(seas), disc * (1 - 0.4 * cloud));
    }
}
