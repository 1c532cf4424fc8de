package dev.atelier.core.media;

/**
 * An uncompressed picture: planar RGB of 8 or 16 bits a sample, with or without alpha.
 *
 * <p>The samples lie in one array, plane after plane in the order green, blue, red (then alpha), each plane row by row
 * without padding: the layout of FFmpeg's {@code gbrp}, {@code gbrap}, {@code gbrp16le} and {@code gbrap16le}, so that
 * frames pass through pipes unchanged. Samples of 16 bits are little-endian. Values run over the full range, 0 to 255
 * or 65535. The array is not copied: whoever makes a picture hands the array over.
 */
public record Picture(int width, int height, PictureFormat format, byte[] samples) {
    public Picture {
        if (samples.length != format.bytes(width, height)) {
            throw new IllegalArgumentException("a " + width + "x" + height + " picture of " + format + " has "
                    + format.bytes(width, height) + " bytes, not " + samples.length);
        }
    }

    /** A picture with all samples 0. */
    public static Picture blank(int width, int height, PictureFormat format) {
        return new Picture(width, height, format, new byte[format.bytes(width, height)]);
    }

    /** The same picture with 8 bits a sample, rounded; itself if it has those. */
    public Picture shallow() {
        if (format.depth() == 8) {
            return this;
        }
        Picture shallow = blank(width, height, format.hasAlpha() ? PictureFormat.RGBA8 : PictureFormat.RGB8);
        for (int i = 0; i < shallow.samples.length; i++) {
            int sample = (samples[2 * i] & 0xff) | (samples[2 * i + 1] & 0xff) << 8;
            shallow.samples[i] = (byte) ((sample + 128) / 257);
        }
        return shallow;
    }

    /** Where a plane begins, in samples (not bytes). */
    public int offset(Channel channel) {
        return channel.plane() * width * height;
    }

    /** The sample of a channel at a pixel, 0 to {@link PictureFormat#maximum()}. For tests and small loops. */
    public int sample(Channel channel, int x, int y) {
        int index = offset(channel) + y * width + x;
        return format.depth() == 8
                ? samples[index] & 0xff
                : (samples[2 * index] & 0xff) | (samples[2 * index + 1] & 0xff) << 8;
    }

    /** Sets the sample of a channel at a pixel, 0 to {@link PictureFormat#maximum()}. For tests and small loops. */
    public void sample(Channel channel, int x, int y, int value) {
        int index = offset(channel) + y * width + x;
        if (format.depth() == 8) {
            samples[index] = (byte) value;
        } else {
            samples[2 * index] = (byte) value;
            samples[2 * index + 1] = (byte) (value >> 8);
        }
    }

    /** The colour channels, by the place of their plane. */
    public enum Channel {
        GREEN(0),
        BLUE(1),
        RED(2),
        ALPHA(3);

        private final int plane;

        Channel(int plane) {
            this.plane = plane;
        }

        public int plane() {
            return plane;
        }
    }
}
