package dev.atelier.core.motion;

import dev.atelier.core.media.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Steadies painted frames: a frame becomes the mean of itself and of its neighbours, each brought into its place along
 * the optical flow of the sources and weighted by how near it is and how well the sources explain each other there. Where
 * something comes into sight, at edges of what moves, and across cuts, a frame keeps its own painting. The mean is given the
 * contrast of the frame's own painting ({@link Contrast}).
 *
 * <p>What becomes of a frame depends on its and its neighbours' sources and paintings alone, and on arithmetic that is the
 * same everywhere.
 */
public final class FlickerControl {
    /** How many frames before and after a frame count. */
    public static final int RADIUS = 4;

    /** The flow is found on pictures at most so wide: full size would cost as much as painting. */
    private static final int FLOW_WIDTH = 1300;

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
                    && painted.width() == other.painted.width()
                    && painted.height() == other.painted.height()
                    && painted.format() == other.painted.format();
        }
    }

    /** How two frames that follow each other lie to each other; nothing where one must not steady the other. */
    public static Optional<Link> link(Frame first, Frame second) {
        return first.isLike(second) ? Link.between(first.small, second.small) : Optional.empty();
    }

    /**
     * A frame's painting, steadied by its neighbours'.
     *
     * @param frames that follow each other
     * @param links of each of them with the next
     * @param place which of them
     */
    public Picture steadied(List<Frame> frames, List<Optional<Link>> links, int place) {
        Frame frame = frames.get(place);
        List<Blend.Layer> layers = new ArrayList<>();
        if (strength > 0) {
            addLayers(frames, links, place, -1, layers);
            addLayers(frames, links, place, 1, layers);
        }
        if (layers.isEmpty()) {
            return frame.painted;
        }
        Picture own = frame.painted;
        Picture steadied = new Picture(
                own.width(), own.height(), own.format(), own.samples().clone());
        new Blend(steadied, own, frame.factor).add(layers);
        return Contrast.restored(steadied, own);
    }

    /** @param step -1 for the frames before, 1 for those after */
    private void addLayers(
            List<Frame> frames, List<Optional<Link>> links, int place, int step, List<Blend.Layer> layers) {
        Grey small = frames.get(place).small;
        Link.Way way = Link.Way.none(small.width(), small.height());
        for (int distance = 1; distance <= RADIUS; distance++) {
            int other = place + step * distance;
            // of two frames the first has their link
            int first = Math.min(other, other - step);
            if (first < 0 || first >= links.size() || links.get(first).isEmpty()) {
                return;
            }
            Link link = links.get(first).get();
            way = way.then(step < 0 ? link.back() : link.there());
            layers.add(layer(frames.get(other), way, distance));
        }
    }

    private Blend.Layer layer(Frame other, Link.Way way, int distance) {
        float share = (float) (strength * (RADIUS + 1 - distance) / (RADIUS + 1));
        return new Blend.Layer(other.painted, way.x(), way.y(), way.trust(), share, distance == 1);
    }
}
