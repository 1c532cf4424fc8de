package dev.atelier.scoring.model;

import dev.atelier.scoring.plane.Fit;

/**
 * The input that takes the item.
 *
 * @param name the input's name in the graph
 * @param range what full brightness is before mean and deviation, such as 255 or 1
 * @param mean subtracted from each channel, in the network's order
 * @param deviation each channel is divided by it, in the network's order
 * @param channelsLast whether the layout is [n,h,w,c] instead of [n,c,h,w]
 */
public record InputSpec(
        String name, Colour colour, float range, float[] mean, float[] deviation, boolean channelsLast, Fit fit) {
    /** The same with items brought to size in another way. */
    public InputSpec with(Fit other) {
        return new InputSpec(name, colour, range, mean, deviation, channelsLast, other);
    }
}
