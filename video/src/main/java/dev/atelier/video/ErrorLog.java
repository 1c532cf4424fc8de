package dev.atelier.video;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What a program wrote to its standard error: the first and the last lines, however much it was. Lines that begin with
 * {@link #STAMP}, even in the middle of another, hold a number each and are kept apart.
 */
final class ErrorLog {
    /** No program writes it by itself: FFmpeg replaces control characters in what it says of a file. */
    static final char STAMP = 2;

    static final long END = Long.MIN_VALUE;

    private static final int KEPT = 40;
    private static final int LENGTH = 400;

    private final List<String> first = new ArrayList<>();
    private final Deque<String> last = new ArrayDeque<>();
    private final BlockingQueue<Long> stamps = new LinkedBlockingQueue<>();

    /** Reads to the end. */
    void fill(InputStream stream) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(LENGTH);
        StringBuilder stamp = null;
        byte[] buffer = new byte[8192];
        try {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    if (stamp != null && buffer[i] == '\n') {
                        stamp(stamp.toString());
                        stamp = null;
                    } else if (stamp != null) {
                        stamp.append(stamp.length() < LENGTH ? (char) buffer[i] : "");
                    } else if (buffer[i] == STAMP) {
                        stamp = new StringBuilder();
                    } else if (buffer[i] == '\n' || buffer[i] == '\r') {
                        add(line.toString(StandardCharsets.UTF_8));
                        line.reset();
                    } else if (line.size() < LENGTH) {
                        line.write(buffer[i]);
                    }
                }
            }
            add(line.toString(StandardCharsets.UTF_8));
        } finally {
            stamps.add(END);
        }
    }

    /** Waits a little for the next stamp: null if there is none yet, {@link #END} if there are no more. */
    Long stamp() throws InterruptedException {
        Long next = stamps.poll(100, TimeUnit.MILLISECONDS);
        if (next != null && next == END) {
            stamps.add(END);
        }
        return next;
    }

    private void stamp(String text) {
        if (text.matches("-?\\d{1,18}")) {
            stamps.add(Long.valueOf(text));
        }
    }

    synchronized List<String> lines() {
        List<String> all = new ArrayList<>(first);
        all.addAll(last);
        return all;
    }

    private synchronized void add(String line) {
        if (line.isBlank()) {
            return;
        }
        if (first.size() < KEPT) {
            first.add(line);
        } else {
            last.add(line);
            if (last.size() > KEPT) {
                last.remove();
            }
        }
    }
}
