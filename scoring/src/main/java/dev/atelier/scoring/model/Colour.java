package dev.atelier.scoring.model;

import dev.atelier.core.media.Picture.Channel;
import java.util.List;

/** The channels of a network's input or image output. */
public enum Colour {
    RGB(Channel.RED, Channel.GREEN, Channel.BLUE),
    BGR(Channel.BLUE, Channel.GREEN, Channel.RED),
    /** One channel: 0.299 red + 0.587 green + 0.114 blue (BT.601, full range). */
    LUMA;

    private final List<Channel> channels;

    Colour(Channel... channels) {
        this.channels = List.of(channels);
    }

    /** The picture's channels in the network's order; none for luma. */
    public List<Channel> channels() {
        return channels;
    }

    public int count() {
        return this == LUMA ? 1 : 3;
    }
}
