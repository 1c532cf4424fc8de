package dev.atelier.testkit;

import java.io.InputStream;
import java.util.SplittableRandom;

/** So many bytes that look random and are always the same, made as they are read. */
public final class RandomBytes extends InputStream {
    private final SplittableRandom random;
    private long remaining;

    public RandomBytes(long seed, long size) {
        random = new SplittableRandom(seed);
        remaining = size;
    }

    @Override
    public int read() {
        if (remaining == 0) {
            return -1;
        }
        remaining--;
        return random.nextInt() & 0xff;
    }

    /** Gives uneven portions, as a network does. */
    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (length == 0 || remaining == 0) {
            return length == 0 ? 0 : -1;
        }
        int count = (int) Math.min(Math.min(length, 70_001), remaining);
        for (int i = 0; i < count; i++) {
            bytes[offset + i] = (byte) random.nextInt();
        }
        remaining -= count;
        return count;
    }
}
