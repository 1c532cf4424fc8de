package dev.atelier.testkit;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;
import dev.atelier.core.media.PictureFormat;
import java.util.Random;

/** Made-up pictures, the same for the same arguments. */
public final class Pictures {
    private Pictures() {}

    /** Noise in every sample. */
    public static Picture noise(int width, int height, PictureFormat format, long seed) {
        Picture picture = Picture.blank(width, height, format);
        new Random(seed).nextBytes(picture.samples());
        return picture;
    }

    /** A smooth colour gradient, opaque in its left half where the format has alpha. */
    public static Picture gradient(int width, int height, PictureFormat format) {
        Picture picture = Picture.blank(width, height, format);
        int maximum = format.maximum();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.sample(Channel.RED, x, y, maximum * x / Math.max(1, width - 1));
                picture.sample(Channel.GREEN, x, y, maximum * y / Math.max(1, height - 1));
                picture.sample(Channel.BLUE, x, y, maximum * (x + y) / Math.max(1, width + height - 2));
                if (format.hasAlpha()) {
                    picture.sample(Channel.ALPHA, x, y, 2 * x < width ? maximum : maximum / 3);
                }
            }
        }
        return picture;
    }

    /** One colour all over, in samples of 8 bits. */
    public static Picture plain(int width, int height, int red, int green, int blue) {
        Picture picture = Picture.blank(width, height, PictureFormat.RGB8);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.sample(Channel.RED, x, y, red);
                picture.sample(Channel.GREEN, x, y, green);
                picture.sample(Channel.BLUE, x, y, blue);
            }
        }
        return picture;
    }
}
