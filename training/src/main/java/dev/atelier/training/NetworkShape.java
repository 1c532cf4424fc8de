package dev.atelier.training;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.scoring.Tensor;
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
    public static final NetworkShape BUNDLED = new NetworkShape(32, 128, 4, 12, 320);

    /** Values of a pixel-unshuffled cell of 4 x 4 pixels. */
    static final int CELL = 48;

    public NetworkShape {
        if (fine < 1 || coarse < 1 || blocks < 1 || experts < 1 || hidden < 1) {
            throw new IllegalArgumentException("a network needs at least one channel, block and expert: " + fine + ", "
                    + coarse + ", " + blocks + ", " + experts + ", " + hidden);
        }
    }

    /**
     * The shape of the network that weights are of.
     *
     * @throws InvalidRequestException if they are no style network's
     */
    public static NetworkShape of(Map<String, Tensor> weights) {
        int blocks = 0;
        while (weights.containsKey(PaintNetwork.block(blocks) + "weight")) {
            blocks++;
        }
        return new NetworkShape(
                outputs(weights, "stem.weight"),
                outputs(weights, "down.weight"),
                Math.max(1, blocks),
                outputs(weights, "experts.up"),
                outputs(weights, "code.first.weight"));
    }

    private static int outputs(Map<String, Tensor> weights, String name) {
        Tensor weight = weights.get(name);
        if (weight == null || weight.shape().length < 2 || weight.shape()[0] < 1) {
            throw new InvalidRequestException("weights of a style network have " + name + ", these "
                    + (weight == null ? "have none" : "have another of that name")
                    + "; give weights.safetensors, or the folder of a run of train style-network");
        }
        return Math.toIntExact(weight.shape()[0]);
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
        parts.put("contrast", new long[] {1});
        parts.putAll(kernels());
        return parts;
    }
}
