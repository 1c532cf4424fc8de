package dev.atelier.core.pipeline;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;

/**
 * What a small picture looks like, to be compared with another: how often each brightness of each channel occurs, and the
 * mean of each of its blocks.
 */
final class Glimpse {
    static final int WIDTH = 64;
    static final int HEIGHT = 36;

    private static final int BINS = 16;
    private static final int BLOCK = 4;
    private static final Channel[] CHANNELS = {Channel.RED, Channel.GREEN, Channel.BLUE};

    private final float[] histogram = new float[CHANNELS.length * BINS];
    private final float[] blocks = new float[CHANNELS.length * (WIDTH / BLOCK) * (HEIGHT / BLOCK)];

    /** @param picture of {@link #WIDTH} by {@link #HEIGHT} pixels and 8 bits a sample */
    Glimpse(Picture picture) {
        byte[] samples = picture.samples();
        for (int channel = 0; channel < CHANNELS.length; channel++) {
            int at = picture.offset(CHANNELS[channel]);
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    int value = samples[at + y * WIDTH + x] & 0xff;
                    count(channel, value);
                    int block = (y / BLOCK) * (WIDTH / BLOCK) + x / BLOCK;
                    blocks[channel * blocks.length / CHANNELS.length + block] += value / 255f / (BLOCK * BLOCK);
                }
            }
        }
    }

    /** Shares a value out between the two bins nearest to it, so that a small change is one in the histogram too. */
    private void count(int channel, int value) {
        float at = value * (BINS - 1) / 255f;
        int bin = Math.min(BINS - 2, (int) at);
        histogram[channel * BINS + bin] += (bin + 1 - at) / (WIDTH * HEIGHT);
        histogram[channel * BINS + bin + 1] += (at - bin) / (WIDTH * HEIGHT);
    }

    /** 0 for what looks the same, about 1 for two unlike scenes, 3 at most. */
    double difference(Glimpse other) {
        double moved = 0;
        for (int i = 0; i < histogram.length; i++) {
            moved += Math.abs(histogram[i] - other.histogram[i]);
        }
        double changed = 0;
        for (int i = 0; i < blocks.length; i++) {
            changed += Math.abs(blocks[i] - other.blocks[i]);
        }
        return moved / (2 * CHANNELS.length) + 2 * changed / blocks.length;
    }
}
