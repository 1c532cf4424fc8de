package dev.atelier.training;

import org.bytedeco.pytorch.Tensor;

/**
 * What the painting network is told of n style pictures.
 *
 * @param scale [n, modulated channels]
 * @param shift [n, modulated channels]
 * @param colour [n, 3, 3], applied to the frame around middle grey
 * @param offset [n, 3]
 */
record Style(Tensor scale, Tensor shift, Tensor colour, Tensor offset) {
    /** One picture's style for a batch of n frames. */
    Style repeated(long n) {
        return new Style(scale.expand(n, -1), shift.expand(n, -1), colour.expand(n, -1, -1), offset.expand(n, -1));
    }
}
