package dev.atelier.training;

import java.awt.image.BufferedImage;

/** Pictures to train on, in a fixed order. */
interface PictureSet {
    int size();

    /** A picture of 8-bit RGB. */
    BufferedImage get(int index);
}
