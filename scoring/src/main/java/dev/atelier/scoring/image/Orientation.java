package dev.atelier.scoring.image;

import dev.atelier.core.media.Picture;

/**
 * The eight ways a camera can have held a picture, by EXIF 2.32 section 4.6.4 A (tag 0x0112).
 *
 * @param transposed whether rows and columns change places (before the mirroring below)
 * @param mirrored whether the upright picture runs against the stored one from left to right
 * @param flipped whether it does so from top to bottom
 */
record Orientation(boolean transposed, boolean mirrored, boolean flipped) {
    static final Orientation UPRIGHT = new Orientation(false, false, false);

    private static final int TAG = 0x0112;

    /** Reads the orientation out of a TIFF block as EXIF has it; upright where there is none or it makes no sense. */
    static Orientation ofExif(byte[] file, int start, int length) {
        try {
            boolean bigEndian = file[start] == 'M';
            Bytes bytes = new Bytes(file, bigEndian);
            long directory = start + bytes.unsigned32(start + 4);
            if (directory + 2 > start + (long) length) {
                return UPRIGHT;
            }
            int entries = bytes.unsigned16((int) directory);
            for (int i = 0; i < entries; i++) {
                int entry = (int) directory + 2 + 12 * i;
                if (bytes.unsigned16(entry) == TAG) {
                    return of(bytes.unsigned16(entry + 8));
                }
            }
        } catch (IndexOutOfBoundsException e) {
            // a damaged block says nothing of how the picture was held
        }
        return UPRIGHT;
    }

    /** The orientation with this EXIF number, 1 to 8. */
    static Orientation of(int number) {
        return switch (number) {
            case 2 -> new Orientation(false, true, false);
            case 3 -> new Orientation(false, true, true);
            case 4 -> new Orientation(false, false, true);
            case 5 -> new Orientation(true, false, false);
            case 6 -> new Orientation(true, true, false);
            case 7 -> new Orientation(true, true, true);
            case 8 -> new Orientation(true, false, true);
            default -> UPRIGHT;
        };
    }

    /** The stored picture turned upright. */
    Picture upright(Picture stored) {
        if (equals(UPRIGHT)) {
            return stored;
        }
        int width = transposed ? stored.height() : stored.width();
        int height = transposed ? stored.width() : stored.height();
        Picture upright = Picture.blank(width, height, stored.format());
        int size = stored.format().depth() / 8;
        // how far apart, in the stored plane, neighbours of the upright one lie
        int right = transposed ? stored.width() : 1;
        int down = transposed ? 1 : stored.width();
        int origin = (mirrored ? (width - 1) * right : 0) + (flipped ? (height - 1) * down : 0);
        int stepRight = mirrored ? -right : right;
        int stepDown = flipped ? -down : down;
        byte[] from = stored.samples();
        byte[] to = upright.samples();
        int target = 0;
        for (int plane = 0; plane < stored.format().planes(); plane++) {
            int base = plane * width * height + origin;
            for (int y = 0; y < height; y++) {
                int source = base + y * stepDown;
                for (int x = 0; x < width; x++, source += stepRight) {
                    for (int b = 0; b < size; b++) {
                        to[target++] = from[source * size + b];
                    }
                }
            }
        }
        return upright;
    }
}
