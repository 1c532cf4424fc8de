package dev.atelier.testkit.samples;

/**
 * Directions that run along the level lines of a noise field, so that lines drawn along them neither meet nor end:
 * curl noise, after Bridson, Hourihan and Nordenstam (2007).
 */
final class FlowField {
    private final Potential potential;

    FlowField(Potential potential) {
        this.potential = potential;
    }

    /** The height of the field whose level lines are followed. */
    interface Potential {
        double at(double x, double y);
    }

    /** The direction at a place, in radians. */
    double angle(double x, double y) {
        double step = 0.5;
        double dx = potential.at(x + step, y) - potential.at(x - step, y);
        double dy = potential.at(x, y + step) - potential.at(x, y - step);
        return Math.atan2(-dx, dy);
    }
}
