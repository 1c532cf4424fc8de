package dev.atelier.scoring.plane;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;

/** Gives a brightness plane the colours of an item, resampled to its size (JFIF 1.02). In units of samples. */
public final class Chroma {
    private Chroma() {}

    /** The colour differences {@code channel - brightness} are added, which leaves them as they were. */
    public static float[] colour(float[] luma, int width, int height, Picture item, Channel channel) {
        float[] own = new float[item.width() * item.height()];
        SampleRows.read(item, item.offset(channel), own.length, 1, 0, own, 0);
        float[] itemLuma = Luma.of(item);
        for (int i = 0; i < own.length; i++) {
            own[i] -= itemLuma[i];
        }
        boolean same = item.width() == width && item.height() == height;
        float[] difference = same
                ? own
                : Resampler.of(item.width(), item.height(), width, height).apply(own);
        for (int i = 0; i < difference.length; i++) {
            difference[i] += luma[i];
        }
        return difference;
    }
}
