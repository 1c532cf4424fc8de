package dev.atelier.training;

import dev.atelier.core.failure.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * How much a painted clip flickers: the root mean square change of a pixel's RGB, 0..1, between a frame and a later one
 * that is brought into its place along the source's optical flow, where the flow there and back agrees and the source
 * keeps its brightness (after Lai et al., 2018).
 */
public final class WarpingError {
    /** How far, in pixels, the flow there and back may miss where it began. */
    private static final float MISS = 0.5f;

    private static final float BRIGHTNESS = 0.08f;

    private final int distance;

    /** @param distance from a frame to the later one, 1 being its neighbour */
    public WarpingError(int distance) {
        if (distance < 1) {
            throw new IllegalArgumentException("a distance of 1 or more is needed, found " + distance);
        }
        this.distance = distance;
    }

    /**
     * The mean over all pairs of frames.
     *
     * @param source the frames, [1, 3, h, w] of RGB 0..1 each
     * @param painted what was painted of each, of the same sizes
     * @throws InvalidRequestException if there are too few frames
     */
    @SuppressWarnings("try") // scopes work by being open
    public double of(List<Tensor> source, List<Tensor> painted) {
        if (source.size() <= distance || source.size() != painted.size()) {
            throw new InvalidRequestException("a clip of " + source.size() + " frames and " + painted.size()
                    + " painted ones: give more than " + distance + ", the same number of each");
        }
        List<Double> errors = new ArrayList<>();
        for (int i = 0; i + distance < source.size(); i++) {
            try (PointerScope scope = new PointerScope()) {
                errors.add(between(source.get(i), source.get(i + distance), painted.get(i), painted.get(i + distance)));
            }
        }
        return errors.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static double between(Tensor source, Tensor later, Tensor painted, Tensor laterPainted) {
        OpticalFlow.Grey[] first = planes(source);
        OpticalFlow.Grey[] second = planes(later);
        OpticalFlow.Field there = OpticalFlow.between(grey(first), grey(second));
        OpticalFlow.Field back = OpticalFlow.between(grey(second), grey(first));
        OpticalFlow.Grey backX = new OpticalFlow.Grey(back.width(), back.height(), back.x());
        OpticalFlow.Grey backY = new OpticalFlow.Grey(back.width(), back.height(), back.y());
        OpticalFlow.Grey[] a = planes(painted);
        OpticalFlow.Grey[] b = planes(laterPainted);
        int w = there.width();
        double squares = 0;
        long counted = 0;
        for (int i = 0; i < there.x().length; i++) {
            int row = i / w;
            float x = i % w + there.x()[i];
            float y = row + there.y()[i];
            float missX = there.x()[i] + backX.at(x, y);
            float missY = there.y()[i] + backY.at(x, y);
            boolean inside = x >= 0 && y >= 0 && x <= w - 1 && y <= there.height() - 1;
            if (inside && missX * missX + missY * missY < MISS * MISS && change(first, second, i, x, y) < BRIGHTNESS) {
                for (int c = 0; c < 3; c++) {
                    double change = a[c].values()[i] - b[c].at(x, y);
                    squares += change * change;
                }
                counted += 3;
            }
        }
        return Math.sqrt(squares / Math.max(1, counted));
    }

    private static float change(OpticalFlow.Grey[] first, OpticalFlow.Grey[] second, int i, float x, float y) {
        float largest = 0;
        for (int c = 0; c < 3; c++) {
            largest = Math.max(largest, Math.abs(first[c].values()[i] - second[c].at(x, y)));
        }
        return largest;
    }

    private static OpticalFlow.Grey[] planes(Tensor picture) {
        int height = (int) picture.size(2);
        int width = (int) picture.size(3);
        float[] values = Ops.values(picture);
        OpticalFlow.Grey[] planes = new OpticalFlow.Grey[3];
        for (int c = 0; c < 3; c++) {
            float[] plane = java.util.Arrays.copyOfRange(values, c * width * height, (c + 1) * width * height);
            planes[c] = new OpticalFlow.Grey(width, height, plane);
        }
        return planes;
    }

    private static OpticalFlow.Grey grey(OpticalFlow.Grey[] planes) {
        float[] grey = new float[planes[0].values().length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = 0.299f * planes[0].values()[i]
                    + 0.587f * planes[1].values()[i]
                    + 0.114f * planes[2].values()[i];
        }
        return new OpticalFlow.Grey(planes[0].width(), planes[0].height(), grey);
    }
}
