package dev.atelier.testkit.samples;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;

/** A street by night after rain; the camera walks slowly down it. */
final class StreetShot implements Shot {
    private static final double FOCUS = 790;
    private static final double VANISHING_U = 610;
    private static final double VANISHING_V = 418;
    private static final double EYE_X = 0.35;
    private static final double EYE_Y = 1.65;

    private final NightLights lights = new NightLights();
    private final Street street = new Street(lights);

    @Override
    public void paint(Canvas canvas, double seconds) {
        double eye = 0.62 * seconds;
        canvas.shade(-1e4, 1e4, (u, v, below) -> {
            Street.Ray ray = new Street.Ray(EYE_X, EYE_Y, eye, (u - VANISHING_U) / FOCUS, (VANISHING_V - v) / FOCUS, 1);
            return street.seen(ray).times(1.25).exposed().packed();
        });
        Graphics2D pen = canvas.pen();
        for (int i = lights.onPosts().size() - 1; i >= 0; i--) {
            NightLights.Lamp lamp = lights.onPosts().get(i);
            at(pen, lamp.x(), lamp.z() - eye, () -> StreetLife.lampPost(pen));
            if (i == 2) {
                at(pen, 0.5, 11.2 + 0.9 * seconds - eye, () -> StreetLife.couple(pen, seconds));
            } else if (i == 1) {
                at(pen, -2.6, 9.2 - eye, () -> StreetLife.table(pen));
                at(pen, -3.1, 7.7 - eye, () -> StreetLife.table(pen));
                at(pen, -2.5, 6.2 - eye, () -> StreetLife.table(pen));
            }
        }
        pen.dispose();
    }

    /** Draws something that stands upright on the ground, some metres right of the middle and ahead of the eye. */
    private static void at(Graphics2D pen, double x, double ahead, Runnable drawing) {
        AffineTransform before = pen.getTransform();
        double metre = FOCUS / ahead;
        pen.translate(VANISHING_U + (x - EYE_X) * metre, VANISHING_V + EYE_Y * metre);
        pen.scale(metre, metre);
        drawing.run();
        pen.setTransform(before);
    }
}
