package dev.atelier.training;

import static org.bytedeco.pytorch.global.torch.full;
import static org.bytedeco.pytorch.global.torch.pixel_unshuffle;

import org.bytedeco.pytorch.Tensor;

/** What repeats in a painted picture from cell to cell of the network: dots and lines that no painter would paint. */
final class Grid {
    /** Pixels from one feature of the coarsest layers to the next, and twice that: dots may alternate. */
    private static final int[] CELLS = {8, 16};

    /** Cells in a row that share what is taken for the grid's. */
    private static final int NEIGHBOURS = 5;

    private Grid() {}

    /**
     * The mean power of what fine structure has in common at the same place of neighbouring cells.
     *
     * @param painted [n, 3, h, w], h and w multiples of 8, 32 or more
     */
    static Tensor power(Tensor painted) {
        Tensor sum = Ops.tensor(new float[1], 1);
        for (int cell : CELLS) {
            sum = sum.add(power(painted, cell));
        }
        return sum;
    }

    private static Tensor power(Tensor painted, int cell) {
        long height = painted.size(2) / cell * cell - cell;
        long width = painted.size(3) / cell * cell - cell;
        Tensor whole = Ops.crop(painted, 0, 0, height + cell, width + cell);
        Tensor inner = Ops.crop(whole, cell / 2, cell / 2, height, width);
        Tensor fine = inner.sub(mean(whole, cell + 1));
        Tensor cells = pixel_unshuffle(fine, cell);
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
