package dev.atelier.testkit.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The row of gabled houses on one side of the street. Places are in metres: along the street, and above ground. */
final class Facades {
    private static final Rgb[] WALLS = {
        new Rgb(0.62, 0.34, 0.2),
        new Rgb(0.66, 0.52, 0.32),
        new Rgb(0.36, 0.42, 0.5),
        new Rgb(0.7, 0.62, 0.5),
        new Rgb(0.5, 0.24, 0.22),
        new Rgb(0.4, 0.5, 0.4)
    };
    private static final Rgb LAMPLIGHT = new Rgb(1.9, 1.05, 0.34);

    private final Noise noise;
    private final List<House> houses = new ArrayList<>();

    Facades(long seed, double end) {
        noise = new Noise(seed);
        Random random = new Random(seed);
        double z = -4;
        int previous = -1;
        while (z < end) {
            double width = 3.3 + 1.6 * random.nextDouble();
            int wall = random.nextInt(WALLS.length - 1);
            wall = wall >= previous && previous >= 0 ? wall + 1 : wall;
            houses.add(new House(
                    z, width, 5.3 + 2.0 * random.nextDouble(), random.nextInt(3), WALLS[wall], houses.size()));
            previous = wall;
            z += width;
        }
    }

    private record House(double start, double width, double eaves, int gable, Rgb wall, int number) {
        double top(double z) {
            double middle = 0.5 - Math.abs((z - start) / width - 0.5);
            double rise = middle * width * 1.25;
            return eaves
                    + switch (gable) {
                        case 0 -> rise;
                        case 1 -> Math.ceil(rise / 0.55) * 0.55;
                        default -> 1.9 * Math.sqrt(Ramp.smooth(0, 0.42, middle));
                    };
        }
    }

    /** How high the house at a place is. */
    double top(double z) {
        return house(z).top(z);
    }

    /** The light that leaves a facade: what of the arriving light it throws back, and what its windows send out. */
    Rgb light(double z, double y, Rgb arriving) {
        House house = house(z);
        double across = z - house.start;
        double stain = noise.fractal(z * 1.3, y * 0.9, 4);
        double grain = noise.fractal(z * 6, y * 9, 3);
        Rgb wall = house.wall.times(0.95 + 0.4 * stain + 0.3 * grain);
        if (house.number % 2 == 0) {
            wall = wall.times(bricks(z, y));
        }
        double rim = house.top(z) - y;
        if (rim < 0.18 || across < 0.06 || Math.abs(y - 3.05) < 0.11) {
            wall = wall.mix(new Rgb(0.72, 0.66, 0.56), 0.6).times(0.85);
        }
        return y < 2.95 ? groundFloor(house, across, y, wall, arriving) : storey(house, across, y, wall, arriving);
    }

    private Rgb storey(House house, double across, double y, Rgb wall, Rgb arriving) {
        int columns = (int) (house.width / 1.25);
        double cell = house.width / columns;
        int column = (int) (across / cell);
        int level = (int) ((y - 3.1) / 2.3);
        double x = across - (column + 0.5) * cell;
        double h = y - 3.1 - level * 2.3;
        boolean fits = 3.1 + level * 2.3 + 2.1 < house.top(house.start + (column + 0.5) * cell - 0.4);
        if (!fits || h < 0.5 || h > 2.0) {
            return wall.times(arriving);
        }
        double side = Math.abs(x);
        if (side < 0.33) {
            boolean lit = noise.number(house.number * 7 + column, level * 5 + 3) < 0.46;
            return pane(x, h - 0.5, 0.33, 1.5, lit, arriving);
        }
        if (side < 0.38) {
            return new Rgb(0.8, 0.74, 0.62).times(arriving);
        }
        if (side < 0.6) {
            double slat = (h * 9) % 1 < 0.25 ? 0.6 : 1;
            Rgb paint = house.number % 3 == 0 ? new Rgb(0.14, 0.36, 0.3) : new Rgb(0.2, 0.28, 0.42);
            return paint.times(arriving).times(slat);
        }
        return wall.times(arriving);
    }

    private static Rgb groundFloor(House house, double across, double y, Rgb wall, Rgb arriving) {
        double door = Math.abs(across - house.width * 0.2);
        if (door < 0.5 && y < 2.2) {
            Rgb wood = house.number % 2 == 0 ? new Rgb(0.16, 0.3, 0.24) : new Rgb(0.4, 0.16, 0.1);
            boolean panel = door < 0.36 && y % 0.75 > 0.12;
            return y > 1.85 && door < 0.4 ? LAMPLIGHT : wood.times(arriving).times(panel ? 1 : 0.6);
        }
        double x = across - house.width * 0.64;
        double half = house.width * 0.25;
        if (Math.abs(x) < half && y > 0.7 && y < 2.35) {
            return pane(x, y - 0.7, half, 1.65, house.number % 4 != 3, arriving);
        }
        if (Math.abs(x) < half + 0.12 && y > 0.5 && y < 2.6) {
            return new Rgb(0.3, 0.2, 0.14).times(arriving);
        }
        return wall.times(y < 0.45 ? 0.5 : 0.9).times(arriving);
    }

    /** Glass between glazing bars; with a lamp behind it, brightest in the middle. */
    private static Rgb pane(double x, double y, double half, double height, boolean lit, Rgb arriving) {
        double bars = Math.min(Math.abs(x), Math.abs(y - height * 0.62));
        if (bars < 0.03) {
            return new Rgb(0.5, 0.44, 0.36).times(arriving);
        }
        if (!lit) {
            return new Rgb(0.03, 0.05, 0.11)
                    .plus(new Rgb(0.09, 0.12, 0.2), y / height)
                    .plus(arriving, 0.05);
        }
        double inside = 1 - 0.5 * Math.pow(Math.abs(x) / half, 2) - 0.35 * Math.abs(y / height - 0.55);
        double curtain = Math.abs(x) > half * (0.5 + 0.3 * y / height) ? 0.6 : 1;
        return LAMPLIGHT.times(inside * curtain);
    }

    private double bricks(double z, double y) {
        double row = y / 0.14;
        double shift = (int) row % 2 * 0.5;
        double along = z / 0.32 + shift;
        boolean mortar = row - Math.floor(row) < 0.16 || along - Math.floor(along) < 0.08;
        return mortar ? 0.72 : 0.82 + 0.36 * noise.number((int) Math.floor(along), (int) row);
    }

    private House house(double z) {
        for (House house : houses) {
            if (z < house.start + house.width) {
                return house;
            }
        }
        return houses.get(houses.size() - 1);
    }
}
