package dev.atelier.video;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Goes through the elements of a Matroska file (RFC 9559, RFC 8794), without their content. FFmpeg passes over what it does
 * not know, to the end of the file if it has to, and says nothing.
 */
final class MatroskaStructure implements AutoCloseable {
    private static final long HEADER = 0x1a45dfa3L;
    private static final long SEGMENT = 0x18538067L;
    private static final long INFO = 0x1549a966L;
    private static final long SCALE = 0x2ad7b1;
    private static final long CLUSTER = 0x1f43b675L;
    private static final long TIMESTAMP = 0xe7;
    private static final long SIMPLE_BLOCK = 0xa3;
    private static final long BLOCK_GROUP = 0xa0;
    private static final long BLOCK = 0xa1;
    private static final long VOID = 0xec;
    private static final long CHECKSUM = 0xbf;

    /** Seek head, tracks, cues, attachments, chapters, tags. */
    private static final Set<Long> OF_SEGMENT = Set.of(
            INFO,
            CLUSTER,
            0x114d9b74L,
            0x1654ae6bL,
            0x1c53bb6bL,
            0x1941a469L,
            0x1043a770L,
            0x1254c367L,
            VOID,
            CHECKSUM);

    /** Silent tracks, position, previous size, encrypted block. */
    private static final Set<Long> OF_CLUSTER =
            Set.of(TIMESTAMP, SIMPLE_BLOCK, BLOCK_GROUP, 0x5854L, 0xa7L, 0xabL, 0xafL, VOID, CHECKSUM);

    private static final int LONGEST_HEADER = 12;

    private final FileChannel file;
    private final long length;
    private final ByteBuffer buffer = ByteBuffer.allocate(64);
    private double scale = 1e-3;
    private long cluster;

    /** The last time that was told, and the last before it: noise may pass for a block, but not for what follows it. */
    private double told;

    private double time;

    private boolean cutOff;

    /** Whether the last element was unknown: two in a row are none. */
    private boolean strange;

    private MatroskaStructure(Path path) throws IOException {
        file = FileChannel.open(path);
        length = file.size();
    }

    /**
     * An element.
     *
     * @param content where its content begins
     * @param end where it ends; the greatest number if it does not tell
     */
    private record Element(long id, long content, long end) {}

    /** Where the file holds what belongs to no such file: a sentence without its subject. Empty for other files too. */
    static Optional<String> damage(Path path) {
        try (var structure = new MatroskaStructure(path)) {
            return structure.damage();
        } catch (IOException e) {
            return Optional.empty(); // which reading the file tells
        }
    }

    private Optional<String> damage() throws IOException {
        Element header = element(0);
        if (header.id() != HEADER) {
            return Optional.empty();
        }
        Element segment = element(header.end());
        if (segment.id() != SEGMENT) {
            return Optional.empty();
        }
        long end = Math.min(length, segment.end());
        cutOff = segment.end() > length;
        long at = segment.content();
        try {
            while (at < end) {
                Element element = element(at);
                if (!known(element, OF_SEGMENT)) {
                    return Optional.of(sentence(at));
                }
                if (element.id() == CLUSTER) {
                    at = cluster(element, Math.min(end, element.end()));
                    if (at < 0) {
                        return Optional.of(sentence(-at));
                    }
                    continue;
                }
                if (element.id() == INFO) {
                    scale(element);
                }
                if (element.end() == Long.MAX_VALUE) {
                    return Optional.empty();
                }
                at = element.end();
            }
        } catch (EOFException e) {
            return Optional.empty(); // it breaks off, which its length tells
        }
        return Optional.empty();
    }

    private boolean known(Element element, Set<Long> expected) {
        boolean known = expected.contains(element.id());
        boolean passable = known || (!strange && element.end() <= length && element.id() != 0);
        strange = !known;
        time = known ? Math.max(time, told) : time;
        return passable;
    }

    /** Gives where the cluster ends, or the place of damage as a negative number. */
    private long cluster(Element element, long end) throws IOException {
        long at = element.content();
        while (at < end) {
            Element child = element(at);
            if (element.end() == Long.MAX_VALUE
                    && OF_SEGMENT.contains(child.id())
                    && !OF_CLUSTER.contains(child.id())) {
                return at;
            }
            if (!known(child, OF_CLUSTER) || child.end() > end) {
                return cutOff && child.end() > length && OF_CLUSTER.contains(child.id()) ? length : -at;
            }
            if (child.id() == TIMESTAMP) {
                cluster = number(child);
            } else if (child.id() == SIMPLE_BLOCK) {
                timed(child);
            } else if (child.id() == BLOCK_GROUP) {
                Element block = element(child.content());
                if (block.id() == BLOCK) {
                    timed(block);
                }
            }
            at = child.end();
        }
        return at;
    }

    private void scale(Element info) throws IOException {
        for (long at = info.content(); at < info.end(); ) {
            Element child = element(at);
            if (child.id() == SCALE) {
                scale = number(child) / 1e9;
            }
            at = child.end();
        }
    }

    /** A block begins with the number of its track, which has a byte for all but a few, and its time. */
    private void timed(Element block) throws IOException {
        read(block.content(), 3);
        if (buffer.remaining() < 3) {
            throw new EOFException();
        }
        told = (cluster + buffer.getShort(1)) * scale;
    }

    private long number(Element element) throws IOException {
        int length = (int) Math.min(8, element.end() - element.content());
        read(element.content(), length);
        return number(length, false);
    }

    private Element element(long at) throws IOException {
        read(at, LONGEST_HEADER);
        int idLength = length();
        long id = number(idLength, false);
        int sizeLength = length();
        long size = number(sizeLength, true);
        if (idLength > 4 || sizeLength > 8) {
            return new Element(0, at, Long.MAX_VALUE);
        }
        long content = at + idLength + sizeLength;
        boolean unknown = size == (1L << (7 * sizeLength)) - 1;
        return new Element(id, content, unknown ? Long.MAX_VALUE : content + size);
    }

    /** How many bytes the number at the buffer's position has: as many as its first byte has leading zeros, and one. */
    private int length() throws IOException {
        if (!buffer.hasRemaining()) {
            throw new EOFException();
        }
        return Integer.numberOfLeadingZeros(buffer.get(buffer.position()) & 0xff) - 24 + 1;
    }

    private long number(int length, boolean withoutMark) throws IOException {
        if (buffer.remaining() < length) {
            throw new EOFException();
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            int next = buffer.get() & 0xff;
            number = (number << 8) | (i == 0 && withoutMark ? next & (0xff >> length) : next);
        }
        return number;
    }

    /** Fills the buffer with what there is, up to so many bytes. */
    private void read(long at, int most) throws IOException {
        buffer.clear().limit(most);
        int count = 0;
        while (count >= 0 && buffer.hasRemaining()) {
            count = file.read(buffer, at + buffer.position());
        }
        buffer.flip();
    }

    private String sentence(long at) {
        return String.format(
                Locale.ROOT, "is damaged after %.3f s: from byte %d on it holds what is no part of a video", time, at);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
