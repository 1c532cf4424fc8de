package dev.atelier.core.scoring;

/**
 * A dense tensor of floats, in row-major order. The arrays are not copied.
 *
 * @param shape the size of each dimension, the outermost first; empty for a scalar
 */
public record Tensor(long[] shape, float[] values) {
    public Tensor {
        long size = 1;
        for (long dimension : shape) {
            size *= dimension;
        }
        if (size != values.length) {
            throw new IllegalArgumentException(values.length + " values do not fill a tensor of " + size);
        }
    }
}
