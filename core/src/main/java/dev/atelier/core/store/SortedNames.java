package dev.atelier.core.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Names, put in order however many they are: an external merge sort. A limited number of them is in memory; what is
 * more goes in sorted runs to a temporary file, which is deleted while it is open, so that nothing is left of it.
 */
final class SortedNames {
    /** About 3 MB of memory; a million names make 31 runs. */
    private static final int RUN = 1 << 15;

    private static final int BUFFER = 1 << 13;

    private final List<String> latest = new ArrayList<>();
    private final PriorityQueue<Run> runs =
            new PriorityQueue<>(Comparator.comparing((Run run) -> run.first, ObjectName.ORDER));
    private FileChannel file;

    /** Adds a name; not after the first was taken. */
    void add(String name) throws IOException {
        latest.add(name);
        if (latest.size() == RUN) {
            spill();
        }
    }

    private void spill() throws IOException {
        if (file == null) {
            file = FileChannel.open(
                    Files.createTempFile("atelier-names", null),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        }
        latest.sort(ObjectName.ORDER);
        long from = file.size();
        // the stream is not closed: that would close the file
        var out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
        for (String name : latest) {
            out.writeUTF(name);
        }
        out.flush();
        latest.clear();
        runs.add(new Run(new DataInputStream(new BufferedInputStream(new Part(file, from, file.size()), BUFFER))));
    }

    /** Ends the adding. */
    void sort() throws IOException {
        latest.sort(ObjectName.ORDER.reversed());
        if (!latest.isEmpty()) {
            runs.add(new Run(null));
        }
    }

    /** The first name that was not yet taken; null if there is none. */
    String first() {
        return runs.isEmpty() ? null : runs.element().first;
    }

    /** Takes the first name. */
    void take() throws IOException {
        Run run = runs.remove();
        if (run.advance()) {
            runs.add(run);
        } else if (runs.isEmpty() && file != null) {
            file.close();
        }
    }

    /** Names in order: those in a part of the file, or those in memory. */
    private final class Run {
        private final DataInputStream in;
        private String first;

        Run(DataInputStream in) throws IOException {
            this.in = in;
            advance();
        }

        boolean advance() throws IOException {
            if (in == null) {
                first = latest.isEmpty() ? null : latest.remove(latest.size() - 1);
                return first != null;
            }
            try {
                first = in.readUTF();
                return true;
            } catch (EOFException e) {
                return false;
            }
        }
    }

    /** A part of a file as a stream that nothing else moves. */
    private static final class Part extends InputStream {
        private final FileChannel file;
        private final long end;
        private long position;

        Part(FileChannel file, long from, long end) {
            this.file = file;
            this.position = from;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (position >= end) {
                return -1;
            }
            int count = file.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, end - position)), position);
            position += Math.max(0, count);
            return count;
        }
    }
}
