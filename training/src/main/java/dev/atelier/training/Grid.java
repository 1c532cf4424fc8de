package dev.atelier.training;

import static org.bytedeco.pytorch.global.torch.full;
import static org.bytedeco.pytorch.global.torch.pixel_unshuffle;

import org.bytedeco.pytorch.Tensor;

/** What repeats in a painted picture from cell to cell of the network: dots and lines that no painter would paint. */
final class Grid {
    /** Pixels from one feature of the coarsest layers to the next. */
    private static final int CELL = 8;

    /** Cells in a row that share what is taken for the grid's. */
    private static final int NEIGHBOURS = 5;

    private Grid() {}

    /**
     * The mean power of what fine structure has in common at the same place of neighbouring cells.
     *
     * @param painted [n, 3, h, w], h and w multiples of 8
     */
    static Tensor power(Tensor painted) {
        Tensor inner = Ops.crop(painted, CELL / 2, CELL / 2, painted.size(2) - CELL, painted.size(3) - CELL);
        Tensor fine = inner.sub(mean(painted, CELL + 1));
        Tensor cells = pixel_unshuffle(fine, CELL);
        long fit = Math.min(cells.size(2), cells.size(3));
        return mean(cells, (int) Math.min(NEIGHBOURS, fit)).square().mean();
    }

    /** The means of squares of values, wherever such a square fits in, channel by channel. */
    private static Tensor mean(Tensor x, int side) {
        long channels = x.size(1);
        Tensor kernel = full(new long[] {channels, 1, side, side}, Ops.scalar(1.0 / (side * side)));
        return Ops.convolveInside(x, kernel, null, 1, (int) channels);
    }
}
