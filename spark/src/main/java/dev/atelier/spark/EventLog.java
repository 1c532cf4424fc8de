package dev.atelier.spark;

import dev.atelier.core.engine.FolderTree;
import dev.atelier.core.failure.InfrastructureException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Spark's own log of a driver's application, which its history server shows. In a folder of this process alone. */
final class EventLog implements AutoCloseable {
    private static final String NAME = "spark-events.jsonl.gz";

    private final Path folder;

    private EventLog(Path folder) {
        this.folder = folder;
    }

    /** @param parent holds the folders of all drivers of this machine; those of ended ones are deleted */
    static EventLog begin(Path parent) {
        try {
            Files.createDirectories(parent);
            List<Path> folders;
            try (Stream<Path> all = Files.list(parent)) {
                folders = all.filter(each -> !isOfLiving(each)).toList();
            }
            for (Path folder : folders) {
                FolderTree.delete(folder);
            }
            return new EventLog(
                    Files.createTempDirectory(parent, ProcessHandle.current().pid() + "-"));
        } catch (IOException e) {
            throw failure(parent, e);
        }
    }

    private static boolean isOfLiving(Path folder) {
        try {
            String pid = folder.getFileName().toString().split("-", 2)[0];
            return ProcessHandle.of(Long.parseLong(pid)).isPresent();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    Map<String, String> settings() {
        return Map.of(
                "spark.eventLog.enabled", "true",
                "spark.eventLog.dir", folder.toUri().toString(),
                "spark.eventLog.compress", "false",
                "spark.eventLog.rolling.enabled", "false");
    }

    /** A copy of what has been written so far; empty if nothing has. */
    Optional<Path> copy() {
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> log = files.filter(
                            file -> !file.getFileName().toString().equals(NAME))
                    .filter(Files::isRegularFile)
                    .findFirst();
            if (log.isEmpty()) {
                return log;
            }
            Path copy = folder.resolve(NAME);
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(copy))) {
                Files.copy(log.get(), out);
            }
            return Optional.of(copy);
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    @Override
    public void close() {
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    private static InfrastructureException failure(Path folder, IOException e) {
        return new InfrastructureException(folder + ": the engine's log cannot be kept there: " + e, e);
    }
}
