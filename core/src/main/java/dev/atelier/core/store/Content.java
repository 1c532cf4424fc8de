package dev.atelier.core.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes to be written, which can be read more than once so that a write can be tried again. */
@FunctionalInterface
public interface Content {
    InputStream open() throws IOException;

    static Content of(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }

    static Content of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static Content of(Path file) {
        return () -> Files.newInputStream(file);
    }

    /** The contents one after the other, each opened when its turn comes. */
    static Content concatenation(Iterable<Content> contents) {
        return () -> new ConcatenatedStream(contents.iterator());
    }
}
