package dev.atelier.video;

import java.io.Serializable;
import java.time.Duration;

/**
 * What a source may cost before it is refused.
 *
 * @param pixels most pixels a frame, by its header or by itself
 * @param frames most frames a video
 * @param probe longest time that reading headers and the packet table may take
 * @param silence longest time that a decoder or encoder may take for a frame before it is killed
 */
public record Limits(long pixels, int frames, Duration probe, Duration silence) implements Serializable {
    private static final long serialVersionUID = 1L;

    public static final Limits DEFAULT =
            new Limits(1L << 28, 10_000_000, Duration.ofMinutes(10), Duration.ofMinutes(2));
}
