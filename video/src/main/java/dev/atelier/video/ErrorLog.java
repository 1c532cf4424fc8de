package dev.atelier.video;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What a program wrote to its standard error: the first and the last lines, however much it was. */
final class ErrorLog {
    private static final int KEPT = 40;
    private static final int LENGTH = 400;

    private final List<String> first = new ArrayList<>();
    private final Deque<String> last = new ArrayDeque<>();

    /** Reads to the end. */
    void fill(InputStream stream) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(LENGTH);
        byte[] buffer = new byte[8192];
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n' || buffer[i] == '\r') {
                    add(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else if (line.size() < LENGTH) {
                    line.write(buffer[i]);
                }
            }
        }
        add(line.toString(StandardCharsets.UTF_8));
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
