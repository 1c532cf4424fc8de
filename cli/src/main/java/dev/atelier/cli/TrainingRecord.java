package dev.atelier.cli;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.Json;
import dev.atelier.core.store.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run was begun with, in {@code run.json}: a run goes on with the same only, or its end would be that of neither.
 */
final class TrainingRecord {
    private final Path run;
    private final Map<String, String> values = new LinkedHashMap<>();

    TrainingRecord(Path run) {
        this.run = run;
    }

    Path run() {
        return run;
    }

    void put(String name, Object value) {
        values.put(name, value.toString());
    }

    /** Names and sizes of a folder's pictures; nothing if it cannot be listed, which is told elsewhere. */
    void putPictures(String name, Path folder) {
        try {
            var digest = Digest.sha256();
            List<Path> pictures = EvaluationRequest.picturesIn(folder);
            for (Path picture : pictures) {
                String line = picture.getFileName() + "\0" + Files.size(picture) + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            String all = Digest.hex(digest.digest()).substring(0, 16);
            put(name, pictures.size() + " pictures, digest " + all);
        } catch (IOException e) {
            values.remove(name);
        }
    }

    private Path file() {
        return run.resolve("run.json");
    }

    /** A sentence for each thing that was different when the run was begun. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        if (!Files.exists(file())) {
            return differences;
        }
        try {
            Map<?, ?> begun = Json.read(Files.readAllBytes(file()), Map.class);
            values.forEach((name, value) -> {
                if (!value.equals(begun.get(name))) {
                    differences.add(run + " was begun with " + name + " " + begun.get(name) + ", not " + value
                            + "; give the same again, or another folder with -o");
                }
            });
            return differences;
        } catch (IOException e) {
            throw new InvalidRequestException(file() + ": cannot be read; give another folder with -o", e);
        }
    }

    void write() {
        try {
            Files.createDirectories(run);
            Files.write(file(), Json.bytes(values));
        } catch (IOException e) {
            throw new InfrastructureException(run + ": cannot be written; free space or choose another folder", e);
        }
    }
}
