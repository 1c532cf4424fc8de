package dev.atelier.training;

import org.bytedeco.pytorch.Tensor;

/** A model that paints in the style of any picture, for {@link Evaluation}. */
public interface StylePainter extends AutoCloseable {
    /** Paints in the style of a picture, [1, 3, h, w] of RGB 0..1, from now on. */
    void style(Tensor picture);

    /** Paints a frame, [1, 3, h, w] of RGB 0..1 with h and w multiples of 8, into one of the same shape. */
    Tensor paint(Tensor frame);

    @Override
    void close();
}
