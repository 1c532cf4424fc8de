package dev.atelier.core.planning;

/**
 * What something takes that has a fixed part and a part for each item, in seconds.
 *
 * @param fixed 0 or more
 * @param each 0 or more
 */
public record Line(double fixed, double each) {
    public static final Line ZERO = new Line(0, 0);

    /** The line through two measurements; through the second and the origin where that would have a part below 0. */
    public static Line through(double items, double seconds, double moreItems, double moreSeconds) {
        double each = (moreSeconds - seconds) / (moreItems - items);
        double fixed = seconds - each * items;
        if (!(each >= 0) || Double.isInfinite(each)) {
            return new Line(Math.max(0, moreSeconds), 0);
        }
        return fixed < 0 ? new Line(0, moreSeconds / moreItems) : new Line(fixed, each);
    }

    public double of(double items) {
        return fixed + each * items;
    }
}
