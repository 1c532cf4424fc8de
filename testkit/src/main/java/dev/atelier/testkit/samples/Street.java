package dev.atelier.testkit.samples;

/**
 * A wet cobbled street between two rows of houses, a church at its end, traced with one ray a pixel and one more where
 * the ground mirrors. Places are in metres: to the right of the middle, above ground, along the street.
 */
final class Street {
    /** From the middle to the houses. */
    static final double HALF = 4;

    private static final double END = 40;
    private static final double AWNING_FROM = 5.6;
    private static final double AWNING_TO = 9.8;
    private static final double SLOPE = 0.07;

    private final Noise noise = new Noise(97);
    private final NightSky sky = new NightSky();
    private final NightLights lights;
    private final Facades left = new Facades(103, END);
    private final Facades right = new Facades(109, END);

    Street(NightLights lights) {
        this.lights = lights;
    }

    /** A viewer's place and the direction that he looks in, of any length. */
    record Ray(double x, double y, double z, double dx, double dy, double dz) {
        double x(double t) {
            return x + dx * t;
        }

        double y(double t) {
            return y + dy * t;
        }

        double z(double t) {
            return z + dz * t;
        }
    }

    /** What is seen along a ray, with the shine around the lamps. */
    Rgb seen(Ray ray) {
        return light(ray, true).plus(lights.halo(ray.x, ray.y, ray.z, ray.dx, ray.dy, ray.dz));
    }

    private Rgb light(Ray ray, boolean mirrors) {
        Rgb awning = awning(ray);
        if (awning != null) {
            return awning;
        }
        double ground = ray.dy < 0 ? -ray.y / ray.dy : Double.MAX_VALUE;
        double side = ray.dx == 0 ? Double.MAX_VALUE : (Math.copySign(HALF, ray.dx) - ray.x) / ray.dx;
        double end = ray.dz > 0 ? (END - ray.z) / ray.dz : Double.MAX_VALUE;
        if (side < Math.min(ground, end)) {
            Facades row = ray.dx < 0 ? left : right;
            double z = ray.z(side);
            double y = ray.y(side);
            if (y < row.top(z)) {
                Rgb arriving = lights.at(ray.x(side), y, z, -Math.signum(ray.dx), 0, 0);
                return misty(row.light(z, y, arriving), z - ray.z);
            }
        } else if (ground < end) {
            return misty(cobbles(ray, ground, mirrors), ray.z(ground) - ray.z);
        } else if (end < Double.MAX_VALUE && church(ray.x(end), ray.y(end))) {
            return misty(churchLight(ray.x(end), ray.y(end)), END - ray.z);
        }
        return sky.light(ray.dx, ray.dy, ray.dz);
    }

    private static Rgb misty(Rgb light, double distance) {
        return light.mix(new Rgb(0.17, 0.18, 0.3), 0.5 * Ramp.smooth(6, 60, distance));
    }

    private static boolean church(double x, double y) {
        double nave = 8.5 - 0.9 * Math.abs(x);
        double spire = 13 + (1.7 - Math.abs(x)) * 5.2;
        return y < nave || (Math.abs(x) < 1.7 && y < spire);
    }

    private Rgb churchLight(double x, double y) {
        boolean towerWindow = Math.abs(x) < 0.45 && Math.abs(y - 9) < 1;
        boolean naveWindow = Math.abs(Math.abs(x) - 2.4) < 0.35 && Math.abs(y - 3.5) < 1.1;
        if (towerWindow || naveWindow) {
            return new Rgb(1.6, 0.95, 0.36);
        }
        double stone = 1 + 0.5 * noise.fractal(x * 2, y * 2, 3);
        return new Rgb(0.62, 0.6, 0.58)
                .times(lights.at(x, y, END - 0.1, 0, 0, -1))
                .times(stone);
    }

    private Rgb cobbles(Ray ray, double t, boolean mirrors) {
        double x = ray.x(t);
        double z = ray.z(t);
        Noise.Cell stone = noise.cell(x * 3.1, z * 3.1);
        double distance = Math.abs(z - ray.z);
        double relief = Ramp.smooth(26, 4, distance);
        double joint = Ramp.smooth(0.02, 0.2, stone.edge());
        double nx = relief * (0.34 * stone.dx() * joint + 0.05 * noise.at(x * 5, z * 5));
        double nz = relief * (0.34 * stone.dy() * joint + 0.05 * noise.at(x * 5 + 40, z * 5));
        double size = Math.sqrt(nx * nx + nz * nz + 1);
        nx /= size;
        nz /= size;
        double ny = 1 / size;
        Rgb colour = new Rgb(0.25, 0.23, 0.25)
                .times(0.6 + 0.7 * stone.number())
                .times(Ramp.mix(1, 0.35 + 0.65 * joint, relief));
        Rgb dull = colour.times(lights.at(x, 0, z, nx, ny, nz));
        if (!mirrors) {
            return dull;
        }
        double along = ray.dx * nx + ray.dy * ny + ray.dz * nz;
        double length = Math.sqrt(ray.dx * ray.dx + ray.dy * ray.dy + ray.dz * ray.dz);
        double rx = (ray.dx - 2 * along * nx) / length;
        double ry = Math.max(0.01, (ray.dy - 2 * along * ny) / length);
        double rz = (ray.dz - 2 * along * nz) / length;
        double grazing = Math.pow(1 - Ramp.clamp(-along / length), 3);
        double wet =
                (0.12 + 0.68 * grazing) * (0.65 + 0.5 * Ramp.smooth(-0.2, 0.4, noise.fractal(x * 0.6, z * 0.4, 3)));
        Rgb mirrored = light(new Ray(x, 0.001, z, rx, ry, rz), false).plus(lights.mirrored(x, 0, z, rx, ry, rz));
        return dull.plus(mirrored, wet * (0.4 + 0.6 * joint));
    }

    /** The striped awning of the cafe on the left, lit from below; null where the ray misses it. */
    private Rgb awning(Ray ray) {
        double front = (-2.2 - ray.x) / ray.dx;
        double hem = 2.58 + 0.08 * Math.abs(Math.sin(ray.z(front) * Math.PI / 0.42));
        if (front > 0 && inAwning(-2.21, ray.z(front)) && ray.y(front) < 2.775 && ray.y(front) > hem) {
            return stripe(ray.z(front)).times(0.6);
        }
        double t = (2.9 - SLOPE * (ray.x + HALF) - ray.y) / (ray.dy + SLOPE * ray.dx);
        if (t > 0 && inAwning(ray.x(t), ray.z(t))) {
            return stripe(ray.z(t)).times(0.55 + 0.75 * Ramp.smooth(-2.2, -3.6, ray.x(t)));
        }
        return null;
    }

    private static boolean inAwning(double x, double z) {
        return x > -HALF && x < -2.2 && z > AWNING_FROM && z < AWNING_TO;
    }

    private static Rgb stripe(double z) {
        return (int) Math.floor(z / 0.42) % 2 == 0 ? new Rgb(1.5, 0.95, 0.34) : new Rgb(1.0, 0.3, 0.13);
    }
}
