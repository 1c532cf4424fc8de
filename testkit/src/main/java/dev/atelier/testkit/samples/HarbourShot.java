package dev.atelier.testkit.samples;

import java.awt.Graphics2D;

/** A harbour at golden hour; the camera pans slowly to the right, and near things pass faster than far ones. */
final class HarbourShot implements Shot {
    private static final double HORIZON = 404;
    private static final double SUN_U = 436;

    private final Sky sky = new Sky(HORIZON, SUN_U, 338);
    private final Hills far = new Hills(
            61,
            (u, n) -> 62
                    + 52 * n.fractal(u / 300, 0.5, 3)
                    + 34 * Ramp.smooth(560, 980, u)
                    - 40 * Ramp.bell((u - 430) / 190),
            HORIZON,
            26,
            0.74,
            Rgb.of(84, 104, 96),
            Rgb.of(150, 122, 110));
    private final Hills middle = new Hills(
            67,
            (u, n) -> 20
                    + 30 * n.fractal(u / 210, 0.5, 3)
                    + 96 * Ramp.smooth(600, 1050, u)
                    + 44 * Ramp.smooth(260, -60, u)
                    - 34 * Ramp.bell((u - 430) / 170),
            HORIZON,
            20,
            0.44,
            Rgb.of(76, 98, 56),
            Rgb.of(168, 128, 92));
    private final Hills headland = new Hills(
            71,
            (u, n) -> 92 * Ramp.smooth(1006, 1120, u) + 16 * n.fractal(u / 60, 0.5, 3) - 12,
            HORIZON + 7,
            15,
            0.12,
            Rgb.of(92, 104, 46),
            Rgb.of(158, 112, 84));
    private final Village village = new Village(735, 1012, HORIZON);
    private final Lighthouse lighthouse = new Lighthouse(1118, HORIZON - 64, 164);
    private final Water water = new Water(HORIZON, SUN_U);
    private final Boat boat = new Boat(500, 25);
    private final Gulls gulls = new Gulls();
    private final Meadow meadow = new Meadow();
    private final Tree tree = new Tree(74, 668);

    @Override
    public void paint(Canvas canvas, double seconds) {
        double pan = 15 * seconds;
        sky.paint(canvas, 0.05 * pan, seconds);
        far.paint(canvas, sky, 0.18 * pan);
        middle.paint(canvas, sky, 0.34 * pan);
        Graphics2D pen = canvas.pen();
        village.paint(pen, 0.5 * pan);
        lighthouse.paint(pen, 0.6 * pan, seconds);
        headland.paint(canvas, sky, 0.6 * pan);
        Canvas sailing = canvas.overlay();
        Graphics2D sailingPen = sailing.pen();
        boat.paint(sailingPen, 540 + 32 * seconds - 0.8 * pan, seconds);
        sailingPen.dispose();
        water.paint(canvas, sailing, boat.waterline(), pan, seconds);
        boat.paint(pen, 540 + 32 * seconds - 0.8 * pan, seconds);
        gulls.paint(pen, seconds);
        meadow.paint(canvas, pen, 1.5 * pan, seconds);
        tree.paint(pen, 1.7 * pan, seconds);
        pen.dispose();
    }
}
