package dev.atelier.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks for secrets where none may be. */
final class Planted {
    private Planted() {}

    /** The files below a folder that hold a text. */
    static List<Path> in(Path folder, String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/cache/"))
                    // what commands printed is looked through by itself: some print links when asked to
                    .filter(file -> !file.getFileName().toString().matches("std(out|err).*"))
                    .filter(file -> holds(file, text))
                    .toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            return false;
        }
    }
}
