package dev.atelier.core.motion;

import dev.atelier.core.media.Picture;
import java.util.List;
import java.util.Optional;

/**
 * Steadies painted frames: a frame becomes the mean of itself and of its neighbours, each brought into its place along
 * the optical flow of the sources and weighted by how well the neighbour's source explains the frame's there. Where
 * something comes into sight, at edges of what moves, and across cuts, a frame keeps its own painting.
 *
 * <p>What becomes of a frame depends on its and its neighbours' sources and paintings alone, and on arithmetic that is the
 * same everywhere.
 */
public final class FlickerControl {
    /** How many frames before and after a frame count. */
    public static final int RADIUS = 1;

    /** The flow is found on pictures about so wide: it is smooth, and full size would cost as much as painting. */
    private static final int FLOW_WIDTH = 320;

    private static final int SMALLEST_SIDE = 32;
    /** A brightness, 0..1, that is off by so much explains nothing. */
    private static final float TOLERANCE = 0.06f;
    /** Flow there and back, in pixels of the small pictures, that misses where it began by so much explains nothing. */
    private static final float MISS = 1;
    /** Across a cut flow finds likeness here and there; a neighbour that explains less than this share is not one. */
    private static final double LEAST_EXPLAINED = 0.3;

    private final double strength;

    /** @param strength how much neighbours count, 0..1 */
    public FlickerControl(double strength) {
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("a strength of 0 to 1 is needed, not " + strength);
        }
        this.strength = strength;
    }

    /**
     * A frame and what was painted of it.
     *
     * @param small the source, reduced
     * @param factor how many pixels a side of the painting lie in one of it
     */
    public record Frame(Grey small, int factor, Picture painted) {
        public static Frame of(Picture source, Picture painted) {
            int factor = Math.max(1, (source.width() + FLOW_WIDTH - 1) / FLOW_WIDTH);
            // a painting may be larger than its source
            return new Frame(Grey.of(source, factor), factor * painted.width() / source.width(), painted);
        }

        private boolean isLike(Frame other) {
            return factor > 0
                    && small.width() == other.small.width()
                    && small.height() == other.small.height()
                    && painted.width() == other.painted.width()
                    && painted.height() == other.painted.height()
                    && painted.format() == other.painted.format();
        }
    }

    /** A frame's painting, steadied by its neighbours'. */
    public Picture steadied(Frame frame, List<Frame> neighbours) {
        List<Blend.Layer> layers = neighbours.stream()
                .filter(other -> strength > 0 && frame.isLike(other))
                .flatMap(other -> layer(frame, other).stream())
                .toList();
        if (layers.isEmpty()) {
            return frame.painted;
        }
        Picture own = frame.painted;
        Picture steadied = new Picture(
                own.width(), own.height(), own.format(), own.samples().clone());
        new Blend(steadied, own, frame.factor, (float) strength).add(layers);
        return steadied;
    }

    /** A neighbour's painting with the way to bring it into a frame's place; nothing if the two are apart. */
    private static Optional<Blend.Layer> layer(Frame frame, Frame other) {
        if (Math.min(frame.small.width(), frame.small.height()) < SMALLEST_SIDE) {
            return Optional.empty();
        }
        OpticalFlow.Field there = OpticalFlow.between(frame.small, other.small);
        OpticalFlow.Field back = OpticalFlow.between(other.small, frame.small);
        int w = there.width();
        int h = there.height();
        Grey backX = new Grey(w, h, back.x());
        Grey backY = new Grey(w, h, back.y());
        float[] trust = new float[w * h];
        double explained = 0;
        for (int i = 0; i < trust.length; i++) {
            int row = i / w;
            float x = i % w + there.x()[i];
            float y = row + there.y()[i];
            if (x >= 0 && y >= 0 && x <= w - 1 && y <= h - 1) {
                float missX = there.x()[i] + backX.at(x, y);
                float missY = there.y()[i] + backY.at(x, y);
                float miss = (missX * missX + missY * missY) / (MISS * MISS);
                float off = (frame.small.values()[i] - other.small.at(x, y)) / TOLERANCE;
                trust[i] = Math.max(0, 1 - miss) * Math.max(0, 1 - off * off);
                explained += trust[i];
            }
        }
        return explained < LEAST_EXPLAINED * trust.length
                ? Optional.empty()
                : Optional.of(new Blend.Layer(
                        other.painted, new Grey(w, h, there.x()), new Grey(w, h, there.y()), new Grey(w, h, trust)));
    }
}
