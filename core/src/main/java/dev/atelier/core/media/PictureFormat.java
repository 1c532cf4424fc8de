package dev.atelier.core.media;

/** The sample layouts a {@link Picture} can have. */
public enum PictureFormat {
    RGB8(3, 8),
    RGBA8(4, 8),
    RGB16(3, 16),
    RGBA16(4, 16);

    private final int planes;
    private final int depth;

    PictureFormat(int planes, int depth) {
        this.planes = planes;
        this.depth = depth;
    }

    public int planes() {
        return planes;
    }

    /** Bits a sample: 8 or 16. */
    public int depth() {
        return depth;
    }

    /** The greatest sample value: 255 or 65535. */
    public int maximum() {
        return (1 << depth) - 1;
    }

    public boolean hasAlpha() {
        return planes == 4;
    }

    /**
     * The size of a picture in bytes.
     *
     * @throws IllegalArgumentException if a side is not positive or the picture does not fit into one array
     */
    public int bytes(int width, int height) {
        long bytes = (long) width * height * planes * (depth / 8);
        if (width <= 0 || height <= 0 || bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a picture cannot be " + width + "x" + height);
        }
        return (int) bytes;
    }
}
