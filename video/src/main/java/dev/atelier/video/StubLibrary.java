package dev.atelier.video;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An empty ELF64 shared library. FFmpeg's executables are linked to sound and screen libraries that they never call
 * here and that a fresh machine lacks; a stub with the right name and version nodes lets the dynamic linker start them.
 *
 * <p>Format: System V ABI, chapters 4 and 5 (gabi), and the Linux Standard Base on symbol versions.
 *
 * @param soname the name by which other libraries ask for it, such as {@code libpulse.so.0}
 * @param versions the version nodes that it has to define, such as {@code PULSE_0}
 */
record StubLibrary(String soname, List<String> versions) {
    private static final int EHDR = 64;
    private static final int PHDR = 56;
    private static final int SYMBOL = 24;
    private static final int VERSION = 28;
    private static final int DYN = 16;

    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_GNU_STACK = 0x6474e551;
    private static final int READ_WRITE = 6;

    StubLibrary {
        versions = List.copyOf(versions);
    }

    /** The processors that FFmpeg has Linux builds for. */
    enum Machine {
        X86_64(62, 0x1000),
        AARCH64(183, 0x10000);

        private final int code;
        private final int page;

        Machine(int code, int page) {
            this.code = code;
            this.page = page;
        }
    }

    /** The whole file. */
    byte[] bytes(Machine machine) {
        Strings strings = new Strings();
        int name = strings.add(soname);
        int[] nodes = versions.stream().mapToInt(strings::add).toArray();

        // One segment holds everything; the parts follow one another, each on a multiple of 8 bytes.
        int symbols = EHDR + 3 * PHDR;
        int hash = symbols + SYMBOL;
        int versionOfSymbols = hash + 16;
        int definitions = versionOfSymbols + 8;
        int texts = align(definitions + VERSION * (nodes.length == 0 ? 0 : nodes.length + 1));
        int dynamic = align(texts + strings.length());
        long[][] entries = {
            {14, name}, // DT_SONAME
            {4, hash}, // DT_HASH
            {5, texts}, // DT_STRTAB
            {10, strings.length()}, // DT_STRSZ
            {6, symbols}, // DT_SYMTAB
            {11, SYMBOL}, // DT_SYMENT
            {0x6ffffff0L, versionOfSymbols}, // DT_VERSYM
            {0x6ffffffcL, definitions}, // DT_VERDEF
            {0x6ffffffdL, nodes.length + 1}, // DT_VERDEFNUM
            {0, 0},
        };
        if (nodes.length == 0) {
            entries = new long[][] {entries[0], entries[1], entries[2], entries[3], entries[4], entries[5], {0, 0}};
        }
        int size = dynamic + DYN * entries.length;

        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        header(file, machine);
        // The linker relocates the dynamic section in place: it has to be writable.
        segment(file, PT_LOAD, 0, size, machine.page);
        segment(file, PT_DYNAMIC, dynamic, size - dynamic, 8);
        // Without this entry the linker would make the stack executable.
        segment(file, PT_GNU_STACK, 0, 0, 16);
        file.position(hash);
        file.putInt(1).putInt(1).putInt(0).putInt(0);
        file.position(definitions);
        if (nodes.length > 0) {
            definition(file, 1, 1, soname, name, true);
            for (int i = 0; i < nodes.length; i++) {
                definition(file, 0, i + 2, versions.get(i), nodes[i], i + 1 < nodes.length);
            }
        }
        file.position(texts);
        file.put(strings.bytes());
        file.position(dynamic);
        for (long[] entry : entries) {
            file.putLong(entry[0]).putLong(entry[1]);
        }
        return file.array();
    }

    private static void header(ByteBuffer file, Machine machine) {
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        file.putShort((short) 3).putShort((short) machine.code).putInt(1); // ET_DYN
        file.putLong(0).putLong(EHDR).putLong(0).putInt(0);
        file.putShort((short) EHDR).putShort((short) PHDR).putShort((short) 3);
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0); // no section headers
    }

    private static void segment(ByteBuffer file, int type, long offset, long size, long alignment) {
        file.putInt(type).putInt(READ_WRITE).putLong(offset).putLong(offset).putLong(offset);
        file.putLong(size).putLong(size).putLong(alignment);
    }

    private static void definition(ByteBuffer file, int flags, int index, String name, int text, boolean more) {
        file.putShort((short) 1).putShort((short) flags).putShort((short) index).putShort((short) 1);
        file.putInt(hash(name)).putInt(20).putInt(more ? VERSION : 0);
        file.putInt(text).putInt(0);
    }

    /** The hash function of the ELF specification. */
    private static int hash(String name) {
        int hash = 0;
        for (byte c : name.getBytes(StandardCharsets.US_ASCII)) {
            hash = (hash << 4) + c;
            int high = hash & 0xf0000000;
            hash ^= high >>> 24;
            hash &= ~high;
        }
        return hash;
    }

    private static int align(int offset) {
        return (offset + 7) & ~7;
    }

    /** A string table under construction: begins with an empty string. */
    private static final class Strings {
        private final StringBuilder text = new StringBuilder("\0");

        int add(String string) {
            int offset = text.length();
            text.append(string).append('\0');
            return offset;
        }

        int length() {
            return text.length();
        }

        byte[] bytes() {
            return text.toString().getBytes(StandardCharsets.US_ASCII);
        }
    }
}
