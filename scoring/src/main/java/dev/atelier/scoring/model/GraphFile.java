package dev.atelier.scoring.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An ONNX file of a package, whole.
 *
 * @param name the file's name, for messages
 * @param path where it lies, unless it came with the program
 * @param bytes what it holds
 * @param externalData files beside it that hold weights
 */
public record GraphFile(String name, Optional<Path> path, byte[] bytes, List<Path> externalData) {
    public GraphFile {
        externalData = List.copyOf(externalData);
    }

    public boolean hasExternalData() {
        return !externalData.isEmpty();
    }
}
