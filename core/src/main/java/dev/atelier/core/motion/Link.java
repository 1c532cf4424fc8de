package dev.atelier.core.motion;

import java.util.Arrays;
import java.util.Optional;

/**
 * How what two frames show lies to each other.
 *
 * @param there where each cell of the first frame lies in the second
 * @param back where each cell of the second lies in the first
 */
public record Link(Way there, Way back) {
    private static final int SMALLEST_SIDE = 32;
    /** The last cost most and bring least. */
    private static final int FINEST_ROUNDS = 2;
    /** A brightness, 0..1, that is off by so much explains nothing. */
    private static final float TOLERANCE = 0.1f;
    /** Flow there and back, in cells, that misses where it began by so much explains nothing. */
    private static final float MISS = 4;
    /** Across a cut flow finds likeness here and there; frames that explain less than this share of each other are apart. */
    private static final double LEAST_EXPLAINED = 0.05;

    /**
     * From the cells of one frame to those of another.
     *
     * @param x how many cells to the right
     * @param y how many down
     * @param trust how well the other explains what is seen, 0..1
     */
    record Way(Grey x, Grey y, Grey trust) {
        static Way none(int width, int height) {
            float[] trust = new float[width * height];
            Arrays.fill(trust, 1);
            return new Way(
                    new Grey(width, height, new float[width * height]),
                    new Grey(width, height, new float[width * height]),
                    new Grey(width, height, trust));
        }

        /** This way, and from where it leads another. */
        Way then(Way next) {
            int width = x.width();
            int height = x.height();
            int size = width * height;
            Way whole = new Way(
                    new Grey(width, height, new float[size]),
                    new Grey(width, height, new float[size]),
                    new Grey(width, height, new float[size]));
            for (int i = 0; i < size; i++) {
                float trusted = trust.values()[i];
                if (trusted > 0) {
                    int row = i / width;
                    float atX = i % width + x.values()[i];
                    float atY = row + y.values()[i];
                    whole.x.values()[i] = x.values()[i] + next.x.at(atX, atY);
                    whole.y.values()[i] = y.values()[i] + next.y.at(atX, atY);
                    whole.trust.values()[i] = trusted * next.trust.at(atX, atY);
                }
            }
            return whole;
        }
    }

    /** Nothing if the two are too small, of different sizes, or apart. */
    static Optional<Link> between(Grey first, Grey second) {
        if (Math.min(first.width(), first.height()) < SMALLEST_SIDE
                || first.width() != second.width()
                || first.height() != second.height()) {
            return Optional.empty();
        }
        OpticalFlow.Field there = OpticalFlow.between(first, second, FINEST_ROUNDS);
        OpticalFlow.Field back = OpticalFlow.between(second, first, FINEST_ROUNDS);
        Way one = way(first, second, there, back);
        Way other = way(second, first, back, there);
        return isExplained(one) && isExplained(other) ? Optional.of(new Link(one, other)) : Optional.empty();
    }

    private static Way way(Grey from, Grey to, OpticalFlow.Field there, OpticalFlow.Field back) {
        int w = there.width();
        int h = there.height();
        Grey backX = new Grey(w, h, back.x());
        Grey backY = new Grey(w, h, back.y());
        float[] trust = new float[w * h];
        for (int i = 0; i < trust.length; i++) {
            int row = i / w;
            float x = i % w + there.x()[i];
            float y = row + there.y()[i];
            if (x >= 0 && y >= 0 && x <= w - 1 && y <= h - 1) {
                float missX = there.x()[i] + backX.at(x, y);
                float missY = there.y()[i] + backY.at(x, y);
                float miss = (missX * missX + missY * missY) / (MISS * MISS);
                float off = (from.values()[i] - to.at(x, y)) / TOLERANCE;
                trust[i] = Math.max(0, 1 - miss) * Math.max(0, 1 - off * off);
            }
        }
        return new Way(new Grey(w, h, there.x()), new Grey(w, h, there.y()), new Grey(w, h, trust));
    }

    private static boolean isExplained(Way way) {
        double explained = 0;
        for (float trust : way.trust().values()) {
            explained += trust;
        }
        return explained >= LEAST_EXPLAINED * way.trust().values().length;
    }
}
