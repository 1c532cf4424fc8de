package dev.atelier.cli;

import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import java.util.Arrays;

/** Pictures side by side in cells: contents in the first row, styles in the first column, what was painted between. */
final class ContactSheet {
    private static final int CELL = 256;
    private static final int GAP = 4;

    private final ImageIo imageIo;
    private final Picture sheet;

    ContactSheet(ImageIo imageIo, int columns, int rows) {
        this.imageIo = imageIo;
        sheet = Picture.blank(columns * (CELL + GAP), rows * (CELL + GAP), PictureFormat.RGB8);
        Arrays.fill(sheet.samples(), (byte) 0xff);
    }

    /** Puts a picture into a cell, as large as fits in its own proportions. */
    void put(Picture picture, int column, int row) {
        double scale = (double) CELL / Math.max(picture.width(), picture.height());
        int width = Math.max(1, (int) Math.round(picture.width() * scale));
        int height = Math.max(1, (int) Math.round(picture.height() * scale));
        Picture small = imageIo.resize(picture, width, height);
        int left = column * (CELL + GAP) + (CELL - width) / 2;
        int top = row * (CELL + GAP) + (CELL - height) / 2;
        for (Picture.Channel channel :
                new Picture.Channel[] {Picture.Channel.RED, Picture.Channel.GREEN, Picture.Channel.BLUE}) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int sample =
                            small.sample(channel, x, y) * 255 / small.format().maximum();
                    sheet.sample(channel, left + x, top + y, sample);
                }
            }
        }
    }

    Picture picture() {
        return sheet;
    }
}
