package dev.atelier.training;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import java.awt.image.BufferedImage;
import org.bytedeco.pytorch.Tensor;

/** Pictures as tensors [1, 3, h, w] of RGB 0..1, and back. */
final class Pictures {
    private static final Picture.Channel[] CHANNELS = {Picture.Channel.RED, Picture.Channel.GREEN, Picture.Channel.BLUE
    };

    private static final int GRANULE = 8;

    private Pictures() {}

    /** A picture in its proportions, its shorter side brought to a length, both sides rounded to multiples of 8. */
    static Tensor scaled(Tensor picture, int shortSide) {
        double scale = (double) shortSide / Math.min(picture.size(2), picture.size(3));
        return Ops.resize(picture, rounded(picture.size(2) * scale), rounded(picture.size(3) * scale));
    }

    private static long rounded(double length) {
        return Math.max(GRANULE, Math.round(length / GRANULE) * GRANULE);
    }

    static Tensor tensor(BufferedImage image) {
        return tensor(image, 0, 0, image.getWidth(), image.getHeight());
    }

    /** A part of a picture. */
    static Tensor tensor(BufferedImage image, int left, int top, int width, int height) {
        int[] pixels = image.getRGB(left, top, width, height, null, 0, width);
        float[] values = new float[3 * pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            values[i] = ((pixels[i] >> 16) & 0xff) / 255f;
            values[pixels.length + i] = ((pixels[i] >> 8) & 0xff) / 255f;
            values[2 * pixels.length + i] = (pixels[i] & 0xff) / 255f;
        }
        return Ops.tensor(values, 1, 3, height, width);
    }

    /** The colours of a picture of any format. */
    static Tensor tensor(Picture picture) {
        return Ops.tensor(planes(picture), 1, 3, picture.height(), picture.width());
    }

    /** The planes of red, green and blue of a picture of any format, 0..1. */
    static float[] planes(Picture picture) {
        int size = picture.width() * picture.height();
        float[] values = new float[3 * size];
        float scale = 1f / picture.format().maximum();
        for (int c = 0; c < CHANNELS.length; c++) {
            for (int i = 0; i < size; i++) {
                values[c * size + i] = scale * picture.sample(CHANNELS[c], i % picture.width(), i / picture.width());
            }
        }
        return values;
    }

    /** A picture in the format of another of its size, with that one's alpha; what lies outside 0..1 is limited. */
    static Picture picture(Tensor tensor, Picture like) {
        float[] values = Ops.values(tensor);
        int size = like.width() * like.height();
        int maximum = like.format().maximum();
        Picture picture = new Picture(
                like.width(), like.height(), like.format(), like.samples().clone());
        for (int c = 0; c < CHANNELS.length; c++) {
            for (int i = 0; i < size; i++) {
                int sample = Math.round(maximum * Math.min(1, Math.max(0, values[c * size + i])));
                picture.sample(CHANNELS[c], i % like.width(), i / like.width(), sample);
            }
        }
        return picture;
    }

    /** A picture of 8 bits a sample; what lies outside 0..1 is limited. */
    static Picture picture(Tensor tensor) {
        int width = (int) tensor.size(3);
        int height = (int) tensor.size(2);
        float[] values = Ops.values(tensor);
        Picture picture = Picture.blank(width, height, PictureFormat.RGB8);
        for (int c = 0; c < CHANNELS.length; c++) {
            for (int i = 0; i < width * height; i++) {
                picture.sample(CHANNELS[c], i % width, i / width, level(values[c * width * height + i]));
            }
        }
        return picture;
    }

    static BufferedImage image(Tensor tensor) {
        return image(Ops.values(tensor), (int) tensor.size(3), (int) tensor.size(2));
    }

    /** @param values the planes of red, green and blue, 0..1; what lies outside is limited */
    static BufferedImage image(float[] values, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        int size = width * height;
        for (int i = 0; i < size; i++) {
            int rgb = (level(values[i]) << 16) | (level(values[size + i]) << 8) | level(values[2 * size + i]);
            image.setRGB(i % width, i / width, rgb);
        }
        return image;
    }

    private static int level(float value) {
        return Math.round(255 * Math.min(1, Math.max(0, value)));
    }
}
