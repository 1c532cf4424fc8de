package dev.atelier.training;

/**
 * The size of a style network.
 *
 * @param fine channels at a quarter of the frame's size
 * @param coarse channels at an eighth of it
 * @param blocks residual blocks at an eighth
 * @param kernel width of the blocks' depthwise convolutions in cells, odd
 * @param hidden width of the dense layers that turn a picture's statistics into a style
 */
public record NetworkShape(int fine, int coarse, int blocks, int kernel, int hidden) {
    /** A network small and fast enough to be bundled; training/README.md gives its figures so far. */
    public static final NetworkShape BUNDLED = new NetworkShape(32, 128, 4, 5, 192);

    public NetworkShape {
        if (fine < 1 || coarse < 1 || blocks < 1 || kernel < 1 || kernel % 2 == 0 || hidden < 1) {
            throw new IllegalArgumentException("a network needs at least one channel and block, and an odd kernel: "
                    + fine + ", " + coarse + ", " + blocks + ", " + kernel + ", " + hidden);
        }
    }

    /** Channels that a style scales and shifts: the skip and the last block at a quarter, the rest at an eighth. */
    int modulated() {
        return 2 * fine + (blocks + 1) * coarse;
    }
}
