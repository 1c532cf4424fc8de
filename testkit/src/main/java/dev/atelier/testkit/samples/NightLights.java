package dev.atelier.testkit.samples;

import java.util.List;

/** The lamps of the street, and how much of their light arrives where. Places are in metres. */
final class NightLights {
    private static final Rgb GAS = new Rgb(1, 0.62, 0.27);
    private static final Rgb CAFE = new Rgb(1, 0.74, 0.22);

    /** Light of the moon, from everywhere. */
    static final Rgb MOON = new Rgb(0.12, 0.17, 0.33);

    private final List<Lamp> lamps = List.of(
            new Lamp(2.75, 3.35, 5.4, 5.2, GAS),
            new Lamp(-2.75, 3.35, 12.5, 5.2, GAS),
            new Lamp(2.75, 3.35, 18.5, 5.2, GAS),
            new Lamp(-2.75, 3.35, 25, 5.2, GAS),
            new Lamp(2.75, 3.35, 32, 5.2, GAS),
            new Lamp(-3, 2.25, 7.6, 3.4, CAFE));

    /** A lamp, its power being what arrives a metre away. */
    record Lamp(double x, double y, double z, double power, Rgb colour) {}

    /** The lamps that stand on posts. */
    List<Lamp> onPosts() {
        return lamps.subList(0, 5);
    }

    /** All light that arrives at a place on a surface that faces a direction, given as a unit vector. */
    Rgb at(double x, double y, double z, double nx, double ny, double nz) {
        Rgb sum = MOON;
        for (Lamp lamp : lamps) {
            double dx = lamp.x - x;
            double dy = lamp.y - y;
            double dz = lamp.z - z;
            double square = dx * dx + dy * dy + dz * dz;
            double facing = (dx * nx + dy * ny + dz * nz) / Math.sqrt(square + 0.01);
            sum = sum.plus(lamp.colour, lamp.power * Math.max(0.08, facing) / (square + 1.1));
        }
        return sum;
    }

    /** The lamps' images in a wet surface at a place, seen by a ray that leaves it in a direction (a unit vector). */
    Rgb mirrored(double x, double y, double z, double rx, double ry, double rz) {
        Rgb sum = new Rgb(0, 0, 0);
        for (Lamp lamp : lamps) {
            double dx = lamp.x - x;
            double dy = lamp.y - y;
            double dz = lamp.z - z;
            double distance = Math.sqrt(dx * dx + dy * dy + dz * dz);
            double along = (dx * rx + dy * ry + dz * rz) / distance;
            if (along > 0.8) {
                sum = sum.plus(lamp.colour, lamp.power * 0.5 * Math.pow(along, 90));
            }
        }
        return sum;
    }

    /** The shine of the damp air around each lamp, along a ray from a viewer in a direction (any length). */
    Rgb halo(double x, double y, double z, double rx, double ry, double rz) {
        Rgb sum = new Rgb(0, 0, 0);
        double length = Math.sqrt(rx * rx + ry * ry + rz * rz);
        for (Lamp lamp : onPosts()) {
            double dx = lamp.x - x;
            double dy = lamp.y - y;
            double dz = lamp.z - z;
            double along = (dx * rx + dy * ry + dz * rz) / length;
            double aside = Math.max(0, dx * dx + dy * dy + dz * dz - along * along);
            sum = sum.plus(lamp.colour, 0.045 / (aside + 0.025) + 0.17 / (aside + 0.55));
        }
        return sum;
    }
}
