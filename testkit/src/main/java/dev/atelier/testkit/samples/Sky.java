package dev.atelier.testkit.samples;

/** The evening sky: a low sun in haze, and two layers of cloud that drift and are lit from the sun's side. */
final class Sky {
    private static final Rgb ZENITH = Rgb.of(34, 74, 128);
    private static final Rgb MIDDLE = Rgb.of(122, 146, 176);
    private static final Rgb LOW = Rgb.of(247, 178, 112);
    private static final Rgb HORIZON = Rgb.of(255, 214, 140);
    private static final Rgb SUN = Rgb.of(255, 246, 214);

    private final Noise noise = new Noise(11);
    private final double horizon;
    private final double sunU;
    private final double sunV;

    Sky(double horizon, double sunU, double sunV) {
        this.horizon = horizon;
        this.sunU = sunU;
        this.sunV = sunV;
    }

    void paint(Canvas canvas, double pan, double seconds) {
        canvas.shade(
                -1e4, horizon + 1, (u, v, below) -> light(u + pan, v, seconds).packed());
    }

    /** The colour of the haze that lies over distant things, brighter towards the sun. */
    Rgb haze(double u) {
        return Rgb.of(186, 160, 160).mix(Rgb.of(255, 206, 138), Ramp.bell((u - sunU) / 420));
    }

    private Rgb light(double u, double v, double seconds) {
        double height = Ramp.clamp((horizon - v) / horizon);
        Rgb clear = HORIZON.mix(LOW, Ramp.smooth(0, 0.16, height))
                .mix(MIDDLE, Ramp.smooth(0.1, 0.46, height))
                .mix(ZENITH, Ramp.smooth(0.38, 1, height));
        double fromSun = Math.hypot((u - sunU) * 0.75, v - sunV);
        double glow = Ramp.bell(fromSun / 210);
        Rgb air = clear.mix(Rgb.of(255, 214, 138), 0.75 * glow).mix(SUN, 0.7 * Ramp.bell(fromSun / 70));
        Rgb high = veil(air, u, height, seconds, glow);
        Rgb clouded = heap(high, u, height, seconds, glow);
        double disc = Ramp.smooth(30, 17, Math.hypot(u - sunU, v - sunV));
        return clouded.mix(SUN, 0.55 * Ramp.bell(fromSun / 48)).mix(SUN, 0.95 * disc);
    }

    /** High thin cloud, drawn out along the wind. */
    private Rgb veil(Rgb air, double u, double height, double seconds, double glow) {
        double far = 1 / (height + 0.2);
        double x = (u - 640) / 640 * far + 0.012 * seconds;
        double warp = noise.fractal(x * 0.9, far * 1.1, 3);
        double streak = noise.fractal(x * 1.1 + far * 0.5 + warp * 0.7, far * 3.6 + warp * 1.2 + 4, 5);
        double cover = Ramp.smooth(-0.05, 0.5, streak) * Ramp.smooth(0.08, 0.35, height);
        return air.mix(Rgb.of(255, 208, 170).mix(Rgb.of(255, 236, 190), glow), 0.62 * cover);
    }

    /** Lower, thick cloud: bright where its side faces the sun, violet where it does not. */
    private Rgb heap(Rgb air, double u, double height, double seconds, double glow) {
        double far = 1 / (height + 0.16);
        double x = (u - 640) / 640 * far * 1.1 + 0.03 * seconds;
        double y = far * 1.9;
        double depth = thickness(x, y, seconds);
        double cover = Ramp.smooth(-0.04, 0.2, depth) * Ramp.smooth(0.02, 0.14, height);
        if (cover <= 0) {
            return air;
        }
        double sunX = (sunU - 640) / 640 * 4.6;
        double toSun = Math.hypot(sunX - x, 7.5 - y) + 0.5;
        double before = thickness(x + 0.16 * (sunX - x) / toSun, y + 0.2 * (7.5 - y) / toSun, seconds);
        double lit = Ramp.clamp(0.42 + 2.3 * (depth - before) - 0.45 * Ramp.smooth(0.15, 0.6, depth));
        Rgb shadow = Rgb.of(92, 84, 122).mix(Rgb.of(176, 116, 112), 0.5 * glow + 0.4 * (1 - height));
        Rgb bright = Rgb.of(255, 178, 128).mix(Rgb.of(255, 232, 176), glow + 0.25);
        Rgb body = shadow.mix(bright, lit);
        return air.mix(body, cover * (0.94 - 0.35 * Ramp.smooth(0.16, 0, height)));
    }

    private double thickness(double x, double y, double seconds) {
        double bend = 0.35 * noise.at(x * 0.8 + 5, y * 0.8, 0.04 * seconds);
        return noise.fractal(x * 0.85 + bend, y * 1.05 - bend, 0.03 * seconds, 6)
                + 0.18 * noise.at(x * 0.4 + 9, y * 0.4)
                - 0.02;
    }
}
