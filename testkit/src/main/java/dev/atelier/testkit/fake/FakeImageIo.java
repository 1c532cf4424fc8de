package dev.atelier.testkit.fake;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;
import dev.atelier.core.media.PictureFormat;
import java.nio.charset.StandardCharsets;

/** Images as text: {@code image N} is a picture of 4x2 pixels whose green samples are N. */
public final class FakeImageIo implements ImageIo {
    /** The file of such an image. */
    public static byte[] image(int value) {
        return ("image " + value).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Picture decode(String name, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!text.startsWith("image ")) {
            throw new PoisonItemException(name + " is no image");
        }
        Picture picture = Picture.blank(4, 2, PictureFormat.RGB8);
        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 4; x++) {
                picture.sample(Channel.GREEN, x, y, Integer.parseInt(text.substring(6)));
            }
        }
        return picture;
    }

    @Override
    public Picture resize(Picture picture, int width, int height) {
        if (width != picture.width() || height != picture.height()) {
            throw new UnsupportedOperationException("this fake resizes nothing");
        }
        return picture;
    }

    @Override
    public byte[] encode(Picture picture, ImageFormat format, int quality) {
        return image(picture.sample(Channel.GREEN, 0, 0));
    }
}
