package dev.atelier.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The size of a style network.
 *
 * @param fine channels at a quarter of the frame's size
 * @param coarse channels at an eighth of it
 * @param blocks residual blocks at an eighth
 * @param experts kernels that each kernel of a style is a mixture of
 * @param hidden width of the dense layers that turn a picture's statistics into a style
 */
public record NetworkShape(int fine, int coarse, int blocks, int experts, int hidden) {
    /** The bundled network's; training/README.md gives its figures. */
    public static final NetworkShape BUNDLED = new NetworkShape(32, 128, 4, 8, 256);

    /** Values of a pixel-unshuffled cell of 4 x 4 pixels. */
    static final int CELL = 48;

    public NetworkShape {
        if (fine < 1 || coarse < 1 || blocks < 1 || experts < 1 || hidden < 1) {
            throw new IllegalArgumentException("a network needs at least one channel, block and expert: " + fine + ", "
                    + coarse + ", " + blocks + ", " + experts + ", " + hidden);
        }
    }

    /** Channels that a style scales and shifts: the stem, those at an eighth, the last block at a quarter. */
    int modulated() {
        return 2 * fine + (blocks + 1) * coarse;
    }

    /** The kernels that are a style's own, by name, with their shapes [out, in, height, width]. */
    Map<String, long[]> kernels() {
        Map<String, long[]> kernels = new LinkedHashMap<>();
        for (int i = 0; i < blocks; i++) {
            kernels.put(PaintNetwork.block(i) + "point", new long[] {coarse, coarse, 1, 1});
        }
        kernels.put("up", new long[] {fine, coarse, 1, 1});
        kernels.put("fine.point", new long[] {fine, fine, 1, 1});
        kernels.put("paint", new long[] {CELL, fine, 3, 3});
        return kernels;
    }

    /** Everything that a style is, by name, with its shape: what the painting network takes beside the frame. */
    Map<String, long[]> style() {
        Map<String, long[]> parts = new LinkedHashMap<>();
        parts.put("scale", new long[] {modulated()});
        parts.put("shift", new long[] {modulated()});
        parts.put("colour", new long[] {3, 3});
        parts.put("offset", new long[] {3});
        parts.putAll(kernels());
        return parts;
    }
}
