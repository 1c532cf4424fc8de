package dev.atelier.scoring.plane;

/**
 * How an item lies in a network's input: resampled to {@code contentWidth} x {@code contentHeight} network pixels, its
 * top left corner at ({@code left}, {@code top}). Where it reaches beyond the input it is cut; where it does not fill
 * it, its edge pixels are repeated or a constant stands.
 *
 * @param width width of the network's input
 * @param height height of the network's input
 * @param fill sample value from 0 to 1 outside the item; NaN repeats the item's edge
 */
public record Framing(int width, int height, int left, int top, int contentWidth, int contentHeight, float fill) {
    /** Repeats the item's edge pixels around it. */
    public static final float REPEAT_EDGE = Float.NaN;

    /** Whether the item keeps its own pixels. */
    public boolean keepsSize(int itemWidth, int itemHeight) {
        return contentWidth == itemWidth && contentHeight == itemHeight;
    }

    /** Whether outside the item a constant stands. */
    public boolean filled() {
        return !Float.isNaN(fill);
    }
}
