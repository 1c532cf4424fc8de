package dev.atelier.scoring.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Names of classes: a text file with one line a class, in UTF-8; lines may begin with their index and a comma. */
final class Labels {
    private Labels() {}

    static List<String> parse(byte[] file) {
        List<String> lines = new String(file, StandardCharsets.UTF_8)
                .replace("\ufeff", "")
                .lines()
                .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        boolean numbered =
                IntStream.range(0, lines.size()).allMatch(i -> lines.get(i).startsWith(i + ","));
        return numbered
                ? lines.stream()
                        .map(line -> line.substring(line.indexOf(',') + 1).strip())
                        .toList()
                : lines;
    }
}
