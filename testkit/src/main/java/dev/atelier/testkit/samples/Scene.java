package dev.atelier.testkit.samples;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * The sample film, frame by frame, at any size: four seconds of a harbour at golden hour, a cut, then a street by
 * night. Painted at twice the size and averaged down. On one release of the JDK a frame depends on its size and time
 * alone; another release's rasterizer may set some of its pixels a little differently.
 */
public final class Scene {
    /** How long the film is, in seconds. */
    public static final double DURATION = 6;
    /** When the second shot begins, in seconds. */
    public static final double CUT = 4;

    private final Shot harbour = new HarbourShot();
    private final Shot street = new StreetShot();

    /**
     * One frame.
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1; where the frame is not 16:9, two of the film's sides are cut
     * @param seconds the frame's time, from 0; times after {@link #DURATION} go on in the second shot
     * @return an 8-bit RGB picture
     */
    public Picture picture(int width, int height, double seconds) {
        Canvas canvas = Canvas.opaque(2 * width, 2 * height);
        if (seconds < CUT) {
            harbour.paint(canvas, seconds);
        } else {
            street.paint(canvas, seconds - CUT);
        }
        return halved(canvas.image());
    }

    private static Picture halved(BufferedImage image) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        int wide = image.getWidth();
        int width = wide / 2;
        int height = image.getHeight() / 2;
        Picture picture = Picture.blank(width, height, PictureFormat.RGB8);
        for (Picture.Channel channel :
                new Picture.Channel[] {Picture.Channel.RED, Picture.Channel.GREEN, Picture.Channel.BLUE}) {
            int shift = shift(channel);
            int target = picture.offset(channel);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int i = 2 * y * wide + 2 * x;
                    int sum = (pixels[i] >> shift & 0xff)
                            + (pixels[i + 1] >> shift & 0xff)
                            + (pixels[i + wide] >> shift & 0xff)
                            + (pixels[i + wide + 1] >> shift & 0xff);
                    picture.samples()[target++] = (byte) ((sum + 2) / 4);
                }
            }
        }
        return picture;
    }

    private static int shift(Picture.Channel channel) {
        return switch (channel) {
            case RED -> 16;
            case GREEN -> 8;
            case BLUE, ALPHA -> 0;
        };
    }
}
