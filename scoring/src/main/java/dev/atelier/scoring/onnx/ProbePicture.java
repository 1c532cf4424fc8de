package dev.atelier.scoring.onnx;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;
import dev.atelier.core.media.PictureFormat;

/** A picture to try graphs on: waves of all brightnesses, different in each channel. */
final class ProbePicture {
    private static final int SIDE = 64;

    private ProbePicture() {}

    static Picture picture() {
        Picture picture = Picture.blank(SIDE, SIDE, PictureFormat.RGB8);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                picture.sample(Channel.RED, x, y, (x * 255) / (SIDE - 1));
                picture.sample(Channel.GREEN, x, y, (y * 255) / (SIDE - 1));
                picture.sample(Channel.BLUE, x, y, (x * 16 ^ y * 16) & 255);
            }
        }
        return picture;
    }
}
