package dev.atelier.scoring.plane;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How much each tile counts at each position along one axis. Where two overlap, the one fades into the other around the
 * middle of what they share, so that a tile's outermost pixels, which a network computes without knowing their
 * surroundings, do not count. At every position the weights of all tiles add up to 1.
 */
public final class TileWeights {
    private final int[] starts;
    private final int tile;
    private final int length;
    private final double ramp;

    private TileWeights(int[] starts, int tile, int length) {
        this.starts = starts;
        this.tile = tile;
        this.length = length;
        int least = tile;
        for (int i = 1; i < starts.length; i++) {
            least = Math.min(least, Math.min(starts[i] - starts[i - 1], starts[i - 1] + tile - starts[i]));
        }
        this.ramp = Math.max(1, least / 2.0);
    }

    /** The weights along the rows of an item. */
    public static TileWeights horizontal(List<Framing> framings, int scale) {
        return of(framings, scale, Framing::left, Framing::width, Framing::contentWidth);
    }

    /** The weights along the columns of an item. */
    public static TileWeights vertical(List<Framing> framings, int scale) {
        return of(framings, scale, Framing::top, Framing::height, Framing::contentHeight);
    }

    private static TileWeights of(
            List<Framing> framings,
            int scale,
            ToIntFunction<Framing> offset,
            ToIntFunction<Framing> size,
            ToIntFunction<Framing> content) {
        Framing any = framings.get(0);
        int[] starts = framings.stream()
                .mapToInt(framing -> -offset.applyAsInt(framing) * scale)
                .distinct()
                .sorted()
                .toArray();
        return new TileWeights(starts, size.applyAsInt(any) * scale, content.applyAsInt(any) * scale);
    }

    /** The weights of the tile that begins at a position, for each of the item's positions that it covers. */
    public float[] of(int start) {
        int index = Arrays.binarySearch(starts, start);
        float[] weights = new float[Math.min(tile, length - start)];
        for (int i = 0; i < weights.length; i++) {
            double rise = index == 0 ? 1 : rise(index, start + i);
            double fall = index == starts.length - 1 ? 0 : rise(index + 1, start + i);
            weights[i] = (float) (rise - fall);
        }
        return weights;
    }

    /** From 0 to 1 where a tile takes over from the one before it. */
    private double rise(int index, int position) {
        double middle = (starts[index] + starts[index - 1] + tile) / 2.0;
        return Math.max(0, Math.min(1, 0.5 + (position + 0.5 - middle) / ramp));
    }
}
