package dev.atelier.testkit.samples;

/** One range of hills: a ridge line, wooded and rocky slopes lit from the sun's side, and the haze in front of it. */
final class Hills {
    private final Noise noise;
    private final Ridge ridge;
    private final double foot;
    private final double roughness;
    private final double haze;
    private final Rgb wood;
    private final Rgb rock;

    /**
     * @param foot where the hills end below, in units from the top
     * @param roughness size of the woods' texture, in units
     * @param haze how much of the hills the air hides, 0 to 1
     */
    Hills(long seed, Ridge ridge, double foot, double roughness, double haze, Rgb wood, Rgb rock) {
        this.noise = new Noise(seed);
        this.ridge = ridge;
        this.foot = foot;
        this.roughness = roughness;
        this.haze = haze;
        this.wood = wood;
        this.rock = rock;
    }

    /** A ridge line: how high the hills rise above their foot at a place, in units; 0 or less is open. */
    interface Ridge {
        double height(double u, Noise noise);
    }

    void paint(Canvas canvas, Sky sky, double pan) {
        canvas.shade(foot - 330, foot, (u, v, below) -> {
            double x = u + pan;
            double rise = ridge.height(x, noise) + roughness * 0.28 * noise.fractal(x / roughness * 1.7, 0.5, 3);
            double above = foot - v;
            if (above > rise) {
                return below;
            }
            return slope(x, v, above, rise).mix(air(sky, u, above, rise), haze).packed();
        });
    }

    private Rgb slope(double x, double v, double above, double rise) {
        double sx = x / roughness;
        double sy = v / roughness * 1.5;
        double here = noise.fractal(sx, sy, 5);
        double light = here - noise.fractal(sx - 0.22, sy - 0.16, 5);
        double large = noise.fractal(x / 130, v / 60, 3);
        double shade = Ramp.clamp(0.5 + 1.5 * light + 0.45 * large + 0.22 * Ramp.smooth(26, 0, rise - above));
        double bare = Ramp.smooth(0.08, 0.3, large + 0.4 * here) * 0.8 + Ramp.smooth(9, 0, above) * 0.6;
        Rgb cover = wood.mix(rock, bare);
        return cover.times(0.34 + 1.1 * shade).plus(Rgb.of(255, 176, 84), 0.3 * Ramp.smooth(0.62, 1, shade));
    }

    private static Rgb air(Sky sky, double u, double above, double rise) {
        return sky.haze(u).mix(Rgb.of(150, 146, 176), 0.45 * Ramp.clamp(above / (rise + 30)));
    }
}
