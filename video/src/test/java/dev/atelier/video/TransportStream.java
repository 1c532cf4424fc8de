package dev.atelier.video;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Puts streams into a transport stream that FFmpeg has no source of (ISO/IEC 13818-1). */
final class TransportStream {
    private static final int PACKET = 188;
    private static final int FIRST_PID = 0x300;

    private TransportStream() {}

    /**
     * @param type the stream's type in the table of the program
     * @param descriptors what the table says of it besides
     * @param id of its packets, each of which has the time of a packet of sound
     */
    record Extra(int type, byte[] descriptors, int id, byte[] payload) {
        static final Extra KLV = new Extra(
                0x15,
                join(bytes(5, 4), text("KLVA")),
                0xfc,
                join(
                        bytes(0, 0, 0xdf, 0, 20),
                        bytes(0x06, 0x0e, 0x2b, 0x34, 2, 0x0b, 1, 1, 0x0e, 1, 3, 1, 1, 0, 0, 0),
                        bytes(3, 65, 1, 1)));
        static final Extra TIMED_ID3 = new Extra(
                0x15,
                join(bytes(0x26, 13, 0xff, 0xff), text("ID3 "), bytes(0xff), text("ID3 "), bytes(0, 0x0f)),
                0xbd,
                join(
                        text("ID3"),
                        bytes(4, 0, 0, 0, 0, 0, 16),
                        text("TIT2"),
                        bytes(0, 0, 0, 6, 0, 0, 3),
                        text("Words")));
        static final Extra TELETEXT =
                new Extra(0x06, join(bytes(0x56, 5), text("deu"), bytes(0x09, 0)), 0xbd, join(bytes(0x10), teletext()));

        private static byte[] teletext() {
            byte[] unit = new byte[46];
            Arrays.fill(unit, (byte) 0xff);
            unit[0] = 3;
            unit[1] = 44;
            return unit;
        }
    }

    static Path with(Path source, Path file, List<Extra> extras) throws Exception {
        byte[] bytes = Files.readAllBytes(source);
        var out = new ByteArrayOutputStream();
        int table = -1;
        for (int at = 0; at < bytes.length; at += PACKET) {
            byte[] packet = Arrays.copyOfRange(bytes, at, at + PACKET);
            int pid = number(packet, 1) & 0x1fff;
            boolean begins = (packet[1] & 0x40) != 0;
            if (pid == 0) {
                table = number(packet, 15) & 0x1fff;
            } else if (pid == table) {
                announce(packet, extras);
            }
            out.writeBytes(packet);
            int begin = 4 + ((packet[3] & 0x20) != 0 ? 1 + (packet[4] & 0xff) : 0);
            boolean sound =
                    begins && begin + 14 < PACKET && packet[begin + 2] == 1 && (packet[begin + 3] & 0xe0) == 0xc0;
            if (sound && (packet[begin + 7] & 0x80) != 0) {
                byte[] time = Arrays.copyOfRange(packet, begin + 9, begin + 14);
                for (int i = 0; i < extras.size(); i++) {
                    out.writeBytes(packet(FIRST_PID + i, extras.get(i), time));
                }
            }
        }
        return Files.write(file, out.toByteArray());
    }

    private static void announce(byte[] packet, List<Extra> extras) {
        int begin = 5 + packet[4];
        int length = number(packet, begin + 1) & 0xfff;
        var section = new ByteArrayOutputStream();
        section.write(packet, begin, 3 + length - 4);
        for (int i = 0; i < extras.size(); i++) {
            int pid = FIRST_PID + i;
            int descriptors = extras.get(i).descriptors().length;
            section.writeBytes(bytes(extras.get(i).type(), 0xe0 | (pid >> 8), pid & 0xff, 0xf0, descriptors));
            section.writeBytes(extras.get(i).descriptors());
        }
        byte[] whole = section.toByteArray();
        int newLength = whole.length + 4 - 3;
        whole[1] = (byte) ((whole[1] & 0xf0) | (newLength >> 8));
        whole[2] = (byte) newLength;
        int sum = checksum(whole);
        Arrays.fill(packet, begin, PACKET, (byte) 0xff);
        System.arraycopy(whole, 0, packet, begin, whole.length);
        System.arraycopy(bytes(sum >>> 24, sum >>> 16, sum >>> 8, sum), 0, packet, begin + whole.length, 4);
    }

    private static byte[] packet(int pid, Extra extra, byte[] time) {
        int length = extra.payload().length + 8;
        byte[] content = join(bytes(0, 0, 1, extra.id(), length >> 8, length, 0x84, 0x80, 5), time, extra.payload());
        byte[] packet = new byte[PACKET];
        Arrays.fill(packet, (byte) 0xff);
        int stuffing = PACKET - 4 - content.length;
        System.arraycopy(bytes(0x47, 0x40 | (pid >> 8), pid, 0x30, stuffing - 1, 0), 0, packet, 0, 6);
        System.arraycopy(content, 0, packet, PACKET - content.length, content.length);
        return packet;
    }

    private static int number(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    private static int checksum(byte[] section) {
        int sum = -1;
        for (byte b : section) {
            sum ^= b << 24;
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum << 1) ^ (sum < 0 ? 0x04c11db7 : 0);
            }
        }
        return sum;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
