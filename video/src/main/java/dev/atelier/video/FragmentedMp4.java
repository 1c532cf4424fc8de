package dev.atelier.video;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Goes through the boxes of an MP4 file in fragments (ISO/IEC 14496-12, 8.8), without their content. Such a file has no
 * index of the whole; FFmpeg gives up at what is no box, and says nothing of what would have followed.
 */
final class FragmentedMp4 implements AutoCloseable {
    private static final int HEADER = 8;
    private static final int LARGE_HEADER = 16;
    private static final int LARGEST_FIELDS = 32;
    /** Boxes in boxes: a track's media is the deepest. */
    private static final int DEEPEST = 3;

    private final FileChannel file;
    private final long length;
    /** Ticks a second of each track. */
    private final Map<Integer, Long> scales = new HashMap<>();

    private int track;
    private boolean fragmented;
    private double time;

    private FragmentedMp4(Path path) throws IOException {
        file = FileChannel.open(path);
        length = file.size();
    }

    /**
     * A box.
     *
     * @param content where its content begins
     * @param end where it ends
     */
    private record Box(String type, long content, long end) {
        /** Any type may be passed over, if it is one: four letters or so. */
        boolean isOne() {
            return end >= content && type.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == 0xa9);
        }
    }

    /** Where the file holds what belongs to no such file: a sentence without its subject. Empty for other files too. */
    static Optional<String> damage(Path path) {
        try (var boxes = new FragmentedMp4(path)) {
            return boxes.damage();
        } catch (IOException e) {
            return Optional.empty(); // which reading the file tells
        }
    }

    private Optional<String> damage() throws IOException {
        long at = 0;
        while (at + HEADER <= length) {
            Box box = box(at, length);
            if (at == 0 && !box.type().equals("ftyp") && !box.type().equals("styp")) {
                return Optional.empty();
            }
            if (!box.isOne() || box.end() > length) {
                // a file that ends in zeros, or within a box, is another matter
                return fragmented && !box.isOne() && !box.type().equals("\0\0\0\0")
                        ? Optional.of(sentence(at))
                        : Optional.empty();
            }
            if (box.type().equals("moov")) {
                within(box, 1);
            } else if (box.type().equals("moof")) {
                fragmented = true;
                time = Double.MAX_VALUE;
                within(box, 1);
            }
            at = box.end();
        }
        return Optional.empty();
    }

    /** Learns the tracks' scales, and when a fragment begins. */
    private void within(Box outer, int depth) throws IOException {
        long at = outer.content();
        while (at + HEADER <= outer.end()) {
            Box box = box(at, outer.end());
            if (!box.isOne() || box.end() > outer.end()) {
                return;
            }
            ByteBuffer fields = read(box.content(), (int) Math.min(LARGEST_FIELDS, box.end() - box.content()));
            boolean wide = fields.hasRemaining() && fields.get(0) == 1;
            switch (box.type()) {
                case "trak", "mdia", "traf" -> {
                    if (depth < DEEPEST) {
                        within(box, depth + 1);
                    }
                }
                case "tkhd" -> track = fields.limit() > 23 ? fields.getInt(wide ? 20 : 12) : 0;
                case "mdhd" -> {
                    if (fields.limit() > 23) {
                        scales.put(track, fields.getInt(wide ? 20 : 12) & 0xffffffffL);
                    }
                }
                case "tfhd" -> track = fields.limit() > 7 ? fields.getInt(4) : 0;
                case "tfdt" -> {
                    if (fields.limit() >= (wide ? 12 : 8)) {
                        begins(wide ? fields.getLong(4) : fields.getInt(4) & 0xffffffffL);
                    }
                }
                default -> {
                    // of no use here
                }
            }
            at = box.end();
        }
    }

    private void begins(long ticks) {
        long scale = scales.getOrDefault(track, 0L);
        if (scale > 0) {
            time = Math.min(time, (double) ticks / scale);
        }
    }

    private Box box(long at, long most) throws IOException {
        ByteBuffer header = read(at, LARGE_HEADER);
        if (header.limit() < HEADER) {
            return new Box("", at, -1);
        }
        long size = header.getInt(0) & 0xffffffffL;
        StringBuilder type = new StringBuilder();
        for (int i = 4; i < HEADER; i++) {
            type.append((char) (header.get(i) & 0xff));
        }
        if (size == 0) {
            return new Box(type.toString(), at + HEADER, most);
        }
        if (size == 1 && header.limit() == LARGE_HEADER) {
            return new Box(
                    type.toString(), at + LARGE_HEADER, at + Math.min(header.getLong(HEADER), Long.MAX_VALUE - at));
        }
        return new Box(type.toString(), at + HEADER, at + size);
    }

    /** What there is, up to so many bytes. */
    private ByteBuffer read(long at, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(most);
        int count = 0;
        while (count >= 0 && buffer.hasRemaining()) {
            count = file.read(buffer, at + buffer.position());
        }
        return buffer.flip();
    }

    private String sentence(long at) {
        return String.format(
                Locale.ROOT,
                "is damaged after %.3f s: from byte %d on it holds what is no part of a video",
                time == Double.MAX_VALUE ? 0 : time,
                at);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
