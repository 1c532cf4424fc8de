package dev.atelier.core.media;

/** Consecutive frames (or items): {@code count} of them from {@code first} on, counted from 0 in presentation order. */
public record FrameRange(int first, int count) {
    public FrameRange {
        if (first < 0 || count <= 0) {
            throw new IllegalArgumentException("not a range: " + count + " frames from " + first);
        }
    }

    /** One past the last. */
    public int end() {
        return first + count;
    }

    public boolean contains(int frame) {
        return first <= frame && frame < end();
    }

    @Override
    public String toString() {
        return first + ".." + (end() - 1);
    }
}
