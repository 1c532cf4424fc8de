package dev.atelier.training;

import dev.atelier.core.media.Picture;
import dev.atelier.core.motion.Grey;
import dev.atelier.core.motion.OpticalFlow;
import dev.atelier.core.motion.OpticalFlow.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How much painted clips flicker: the root mean square change of a pixel's RGB, 0..1, between a frame and a later one
 * that is brought into its place along the source's optical flow, where the flow there and back agrees and the source
 * keeps its brightness (after Lai et al., 2018). Several clips painted from one source are measured together, frame by
 * frame, so that the source's flow is found only once and no clip is held in memory.
 */
public final class WarpingError {
    /** How far, in pixels, the flow there and back may miss where it began. */
    private static final float MISS = 0.5f;

    private static final float BRIGHTNESS = 0.08f;

    private final int[] distances;
    /** The latest frames, the newest last: of the source, then of each clip. */
    private final Deque<List<Grey[]>> latest = new ArrayDeque<>();

    private final Map<Integer, List<double[]>> errors = new TreeMap<>();

    /** @param distances from a frame to the later one, 1 being its neighbour */
    public WarpingError(int... distances) {
        if (distances.length == 0 || Arrays.stream(distances).anyMatch(distance -> distance < 1)) {
            throw new IllegalArgumentException(
                    "distances of 1 or more are needed, found " + Arrays.toString(distances));
        }
        this.distances = distances.clone();
        for (int distance : distances) {
            errors.put(distance, new ArrayList<>());
        }
    }

    /**
     * Takes the next frame.
     *
     * @param painted what was painted of it in each clip, of the source's size
     */
    public void add(Picture source, List<Picture> painted) {
        List<Grey[]> frame = new ArrayList<>();
        frame.add(planes(source));
        painted.forEach(picture -> frame.add(planes(picture)));
        latest.addLast(frame);
        List<List<Grey[]>> window = List.copyOf(latest);
        Arrays.stream(distances).filter(d -> d < window.size()).forEach(d -> errors.get(d)
                .add(between(window.get(window.size() - 1 - d), frame)));
        if (latest.size() > Arrays.stream(distances).max().getAsInt()) {
            latest.removeFirst();
        }
    }

    /**
     * The mean over all pairs of frames so far; NaN where there is no pair.
     *
     * @param clip 0 for the source itself, then the painted clips from 1 on
     */
    public double of(int clip, int distance) {
        return errors.get(distance).stream()
                .mapToDouble(pair -> pair[clip])
                .filter(error -> !Double.isNaN(error))
                .average()
                .orElse(Double.NaN);
    }

    /** The error of the source and of each clip; NaN where no pixel of the two can be compared, as across a cut. */
    private static double[] between(List<Grey[]> frame, List<Grey[]> later) {
        Grey[] greys = {grey(frame.get(0)), grey(later.get(0))};
        Field[] flows = IntStream.range(0, 2)
                .parallel()
                .mapToObj(i -> OpticalFlow.between(greys[i], greys[1 - i]))
                .toArray(Field[]::new);
        Field there = flows[0];
        Field back = flows[1];
        Grey backX = new Grey(back.width(), back.height(), back.x());
        Grey backY = new Grey(back.width(), back.height(), back.y());
        int w = there.width();
        double[] squares = new double[frame.size()];
        long counted = 0;
        for (int i = 0; i < there.x().length; i++) {
            int row = i / w;
            float x = i % w + there.x()[i];
            float y = row + there.y()[i];
            float missX = there.x()[i] + backX.at(x, y);
            float missY = there.y()[i] + backY.at(x, y);
            boolean inside = x >= 0 && y >= 0 && x <= w - 1 && y <= there.height() - 1;
            if (inside
                    && missX * missX + missY * missY < MISS * MISS
                    && change(frame.get(0), later.get(0), i, x, y) < BRIGHTNESS) {
                for (int clip = 0; clip < squares.length; clip++) {
                    squares[clip] += square(frame.get(clip), later.get(clip), i, x, y);
                }
                counted += 3;
            }
        }
        long n = counted;
        return Arrays.stream(squares)
                .map(sum -> n == 0 ? Double.NaN : Math.sqrt(sum / n))
                .toArray();
    }

    private static double square(Grey[] frame, Grey[] later, int i, float x, float y) {
        double square = 0;
        for (int c = 0; c < 3; c++) {
            double change = frame[c].values()[i] - later[c].at(x, y);
            square += change * change;
        }
        return square;
    }

    private static float change(Grey[] first, Grey[] second, int i, float x, float y) {
        float largest = 0;
        for (int c = 0; c < 3; c++) {
            largest = Math.max(largest, Math.abs(first[c].values()[i] - second[c].at(x, y)));
        }
        return largest;
    }

    private static Grey[] planes(Picture picture) {
        int size = picture.width() * picture.height();
        float[] values = Pictures.planes(picture);
        Grey[] planes = new Grey[3];
        for (int c = 0; c < 3; c++) {
            planes[c] =
                    new Grey(picture.width(), picture.height(), Arrays.copyOfRange(values, c * size, (c + 1) * size));
        }
        return planes;
    }

    private static Grey grey(Grey[] planes) {
        float[] grey = new float[planes[0].values().length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = 0.299f * planes[0].values()[i]
                    + 0.587f * planes[1].values()[i]
                    + 0.114f * planes[2].values()[i];
        }
        return new Grey(planes[0].width(), planes[0].height(), grey);
    }
}
