package dev.atelier.scoring.plane;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;

/** Brightness and colour differences by BT.601, full range (JFIF 1.02), in units of samples. */
public final class Luma {
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    private Luma() {}

    /** The brightness of each pixel. */
    public static float[] of(Picture picture) {
        float[] plane = new float[picture.width() * picture.height()];
        float[] row = new float[picture.width()];
        add(picture, Channel.RED, RED, row, plane);
        add(picture, Channel.GREEN, GREEN, row, plane);
        add(picture, Channel.BLUE, BLUE, row, plane);
        return plane;
    }

    private static void add(Picture picture, Channel channel, float weight, float[] row, float[] plane) {
        int width = picture.width();
        for (int y = 0; y < picture.height(); y++) {
            int at = y * width;
            SampleRows.read(picture, picture.offset(channel) + at, width, weight, 0, row, 0);
            for (int x = 0; x < width; x++) {
                plane[at + x] += row[x];
            }
        }
    }
}
