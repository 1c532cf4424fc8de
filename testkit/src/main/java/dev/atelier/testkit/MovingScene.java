package dev.atelier.testkit;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;
import dev.atelier.core.media.PictureFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames to encode: soft gradients that drift, and a bright square that jumps, so that no two frames are alike and a
 * frame in the wrong place is seen.
 *
 * @param width width of the frames
 * @param height height of the frames
 * @param format their format; alpha runs across the frame
 */
public record MovingScene(int width, int height, PictureFormat format) {
    /** The frame of a number, always the same. */
    public Picture frame(int number) {
        Picture picture = Picture.blank(width, height, format);
        int side = Math.max(2, Math.min(width, height) / 4);
        int left = number * 7 % Math.max(1, width - side);
        int top = number * 5 % Math.max(1, height - side);
        double scale = format.maximum() / 255.0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean inside = x >= left && x < left + side && y >= top && y < top + side;
                set(picture, Channel.RED, x, y, inside ? 230 : 40 + wave(x + 3 * number, width), scale);
                set(picture, Channel.GREEN, x, y, inside ? 220 : 60 + wave(y + 2 * number, height), scale);
                set(picture, Channel.BLUE, x, y, inside ? 40 : 90 + wave(x + y + number, width + height), scale);
                if (format.hasAlpha()) {
                    set(picture, Channel.ALPHA, x, y, 30 + wave(x + 5 * number, width), scale);
                }
            }
        }
        return picture;
    }

    /** The first frames. */
    public List<Picture> frames(int count) {
        List<Picture> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(frame(i));
        }
        return frames;
    }

    /** Mean absolute difference of two pictures of one size and format, in steps of the format. */
    public static double difference(Picture a, Picture b) {
        long sum = 0;
        for (Channel channel : Channel.values()) {
            for (int y = 0; y < a.height() && channel.plane() < a.format().planes(); y++) {
                for (int x = 0; x < a.width(); x++) {
                    sum += Math.abs(a.sample(channel, x, y) - b.sample(channel, x, y));
                }
            }
        }
        return (double) sum / ((long) a.width() * a.height() * a.format().planes());
    }

    private static void set(Picture picture, Channel channel, int x, int y, int value, double scale) {
        picture.sample(channel, x, y, (int) Math.round(value * scale));
    }

    /** 0 to 80, as smoothly as integers can. */
    private static int wave(int position, int period) {
        return (int) Math.round(40 + 40 * Math.sin(2 * Math.PI * position / Math.max(8, period)));
    }
}
