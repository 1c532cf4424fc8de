package dev.atelier.testkit.samples;

/** Rippling water: mirrors what stands behind it, shows its own depth where it tilts to the viewer, glitters. */
final class Water {
    private static final Rgb DEEP = Rgb.of(16, 66, 88);
    private static final Rgb SHALLOW = Rgb.of(34, 104, 112);
    private static final Rgb GLITTER = Rgb.of(255, 226, 150);

    private final Noise noise = new Noise(23);
    private final double horizon;
    private final double sunU;

    Water(double horizon, double sunU) {
        this.horizon = horizon;
        this.sunU = sunU;
    }

    /**
     * Paints everything below the horizon.
     *
     * @param canvas what is above the horizon is there already
     * @param boat the boat alone, without its reflection
     * @param waterline where the boat meets the water
     */
    void paint(Canvas canvas, Canvas boat, double waterline, double pan, double seconds) {
        canvas.shade(horizon, 1e4, (u, v, below) -> {
            double near = Ramp.clamp((v - horizon) / (Canvas.HEIGHT - horizon));
            double far = 1 / (near + 0.035);
            double x = (u - 640) * far / 250 + pan / 60;
            double y = far * 5.2;
            double fine = Ramp.smooth(0, 0.16, near);
            double here = waves(x, y, seconds, fine);
            double tiltX = (waves(x + 0.12, y, seconds, fine) - here) / 0.12;
            double tiltY = (waves(x, y + 0.16, seconds, fine) - here) / 0.16;
            double mirrorU = u + tiltX * (5 + 30 * near);
            double mirrorV = 2 * horizon - v - tiltY * (7 + 95 * near) - 2;
            Rgb light = Rgb.unpack(canvas.pixel(mirrorU, Math.min(mirrorV, horizon - 2)));
            double boatV = 2 * waterline - v - tiltY * 17;
            if (v > waterline - 3) {
                int sail = boat.pixel(u + tiltX * 13, boatV);
                light = light.mix(Rgb.unpack(sail), (sail >>> 24) / 255.0 * 0.85);
            }
            double facing = Ramp.clamp(0.26 + 0.3 * near + 0.42 * tiltY);
            Rgb body = DEEP.mix(SHALLOW, 0.5 + 0.9 * here).plus(Rgb.of(120, 76, 50), 0.25 * (1 - near));
            Rgb water = light.times(0.97).mix(body, facing);
            return water.plus(GLITTER, glitter(u, near, here, tiltX, tiltY)).packed();
        });
    }

    private double glitter(double u, double near, double here, double tiltX, double tiltY) {
        double path = Ramp.bell((u - sunU) / (26 + 150 * near));
        double spark = Ramp.smooth(0.1, 0.42, here + 0.3 * tiltX - 0.22 * tiltY);
        return path * (0.14 + 1.15 * spark * (1 - 0.45 * near));
    }

    private double waves(double x, double y, double seconds, double fine) {
        double swell = noise.at(x * 0.42 + 0.1 * seconds, y * 0.62 - 0.34 * seconds, 0.25 * seconds);
        double chop = noise.at(x * 1.1 - 0.2 * seconds, y * 1.7 + 0.3 * seconds, 0.5 * seconds + 7);
        double ripple = noise.at(x * 2.9 + 0.35 * seconds, y * 3.7, 0.9 * seconds + 13);
        return 0.5 * swell + fine * (0.36 * chop + 0.15 * ripple) + (1 - fine) * 0.22 * chop;
    }
}
