package dev.atelier.scoring.model;

import dev.atelier.core.failure.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A package on disk: a folder with {@code model.yaml}, or one ONNX file. No file outside the folder is ever read. */
public final class FolderFiles implements PackageFiles {
    private static final String SETTINGS = "model.yaml";
    private static final long MAXIMUM_GRAPH = 1L << 30;
    private static final long MAXIMUM_TEXT = 8L << 20;
    private static final List<String> LABELS = List.of("Labels.txt", "labels.txt", "synset.txt", "classes.txt");

    private final Path folder;
    private final Optional<String> bareGraph;

    private FolderFiles(Path folder, Optional<String> bareGraph) {
        this.folder = folder;
        this.bareGraph = bareGraph;
    }

    /** The package at a path that exists. */
    public static FolderFiles of(Path path) {
        try {
            Path real = path.toRealPath();
            return Files.isDirectory(real)
                    ? new FolderFiles(real, Optional.empty())
                    : new FolderFiles(
                            real.getParent(), Optional.of(real.getFileName().toString()));
        } catch (IOException e) {
            throw new InvalidRequestException(path + ": cannot be read; check its permissions", e);
        }
    }

    @Override
    public String name() {
        String file = bareGraph.orElse(String.valueOf(folder.getFileName()));
        return bareGraph.isPresent() && file.endsWith(".onnx") ? file.substring(0, file.length() - 5) : file;
    }

    @Override
    public String settingsName() {
        return bareGraph.isPresent() ? bareGraph.get() : SETTINGS;
    }

    @Override
    public Map<String, ?> settings() {
        if (bareGraph.isPresent()) {
            return Map.of();
        }
        if (!Files.exists(folder.resolve(SETTINGS)) && graphs().size() == 1) {
            return Map.of();
        }
        String name = folder.getFileName() + "/" + SETTINGS;
        return ModelYaml.parse(name, read(SETTINGS, ModelYaml.MAXIMUM_BYTES));
    }

    @Override
    public List<String> graphs() {
        if (bareGraph.isPresent()) {
            return List.of(bareGraph.get());
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".onnx"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InvalidRequestException(folder + ": cannot be listed; check its permissions", e);
        }
    }

    @Override
    public Optional<String> labels() {
        return LABELS.stream()
                .filter(file -> Files.isRegularFile(folder.resolve(file)))
                .findFirst();
    }

    @Override
    public String stamp() {
        StringBuilder stamp = new StringBuilder(folder.toString());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                boolean own = bareGraph.isEmpty() || file.endsWith(bareGraph.get()) || LABELS.contains(fileName(file));
                if (own && Files.isRegularFile(file)) {
                    stamp.append(';').append(fileName(file));
                    stamp.append(' ').append(Files.size(file));
                    stamp.append(' ').append(Files.getLastModifiedTime(file).toMillis());
                }
            }
        } catch (IOException e) {
            throw new InvalidRequestException(folder + ": cannot be listed; check its permissions", e);
        }
        return stamp.toString();
    }

    private static String fileName(Path file) {
        return file.getFileName().toString();
    }

    @Override
    public GraphFile graph(String file) {
        Path path = inside(file);
        byte[] bytes = read(file, MAXIMUM_GRAPH);
        List<Path> external = new ArrayList<>();
        try {
            for (String location : ExternalData.locations(bytes)) {
                external.add(inside(file, location));
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    file + ": not an ONNX model, or a damaged one: " + e.getMessage() + "; download or export it again",
                    e);
        }
        return new GraphFile(path.getFileName().toString(), Optional.of(path), bytes, external);
    }

    @Override
    public byte[] text(String file) {
        return read(file, MAXIMUM_TEXT);
    }

    private byte[] read(String file, long most) {
        Path path = inside(file);
        try {
            long size = Files.size(path);
            if (size > most) {
                throw new InvalidRequestException(
                        file + ": " + size + " bytes, more than the allowed " + most + "; use a smaller file");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new InvalidRequestException(path + ": cannot be read; check its permissions", e);
        }
    }

    private Path inside(String graph, String location) {
        try {
            return inside(location);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException("weights of " + graph + ": " + e.getMessage(), e);
        }
    }

    /** A regular file of the package, with all links followed. */
    private Path inside(String file) {
        try {
            Path path = folder.resolve(file).normalize();
            if (Path.of(file).isAbsolute() || !path.startsWith(folder)) {
                throw new InvalidRequestException(file
                        + ": lies outside the model's folder; put the file beside model.yaml and name it from there");
            }
            Path real = path.toRealPath();
            if (!real.startsWith(folder)) {
                throw new InvalidRequestException(
                        file + ": is a link that leaves the model's folder; put a copy in its place");
            }
            if (!Files.isRegularFile(real)) {
                throw new InvalidRequestException(path + ": expected a file; correct the name");
            }
            return real;
        } catch (InvalidPathException | IOException e) {
            throw new InvalidRequestException(
                    folder.getFileName() + "/" + file + ": no such file"
                            + (file.equals(SETTINGS) ? "; write one, docs/model-packages.md says how" : ""),
                    e);
        }
    }
}
