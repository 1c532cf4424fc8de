package dev.atelier.video;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the header of an OpenEXR file says of its first part.
 *
 * @param width of the display window, in pixels
 * @param height of the display window, in pixels
 * @param alpha whether there is a channel A
 * @param half whether red has 16 bits
 */
record ExrHeader(long width, long height, boolean alpha, boolean half) {
    private static final int MAGIC = 20_000_630;
    private static final int TILED = 0x200;
    private static final int MULTIPLE_PARTS = 0x1000;
    private static final int HALF = 1;
    private static final int LONGEST_NAME = 255;

    static boolean isExr(byte[] file) {
        return file.length >= 8 && little(file).getInt() == MAGIC;
    }

    private static ByteBuffer little(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The header; empty if it is damaged, or the file ends before all that it names. */
    static Optional<ExrHeader> parse(byte[] file) {
        ByteBuffer in = little(file).position(8);
        try {
            long width = 0;
            long height = 0;
            int red = -1;
            boolean alpha = false;
            for (String name = text(in); !name.isEmpty(); name = text(in)) {
                String type = text(in);
                ByteBuffer value = value(in, in.getInt());
                if (name.equals("displayWindow") && type.equals("box2i")) {
                    long left = value.getInt();
                    long top = value.getInt();
                    width = value.getInt() - left + 1;
                    height = value.getInt() - top + 1;
                } else if (name.equals("channels") && type.equals("chlist")) {
                    for (String channel = text(value); !channel.isEmpty(); channel = text(value)) {
                        alpha |= channel.equals("A");
                        red = channel.equals("R") ? value.getInt(value.position()) : red;
                        value.position(value.position() + 16);
                    }
                }
            }
            int flags = little(file).getInt(4);
            boolean whole = (flags & MULTIPLE_PARTS) != 0 || isWhole(in, (flags & TILED) != 0 ? 16 : 4);
            return width > 0 && height > 0 && whole
                    ? Optional.of(new ExrHeader(width, height, alpha, red == HALF))
                    : Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the file holds every block that the table behind the header names; the table ends where the first block
     * begins.
     *
     * @param before bytes of a block before its length
     */
    private static boolean isWhole(ByteBuffer table, int before) {
        long first = Long.MAX_VALUE;
        while (table.position() < first) {
            long block = table.getLong();
            if (block < table.position() || block > table.limit() - before - 4) {
                return false;
            }
            int length = table.getInt((int) block + before);
            if (length < 0 || length > table.limit() - block - before - 4) {
                return false;
            }
            first = Math.min(first, block);
        }
        return true;
    }

    private static ByteBuffer value(ByteBuffer in, int length) {
        ByteBuffer value = in.slice().order(ByteOrder.LITTLE_ENDIAN).limit(length);
        in.position(in.position() + length);
        return value;
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[LONGEST_NAME];
        for (int length = 0; length < LONGEST_NAME; length++) {
            bytes[length] = in.get();
            if (bytes[length] == 0) {
                return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            }
        }
        throw new IllegalArgumentException("a name without an end");
    }
}
