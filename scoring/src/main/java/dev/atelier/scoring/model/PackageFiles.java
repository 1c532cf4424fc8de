package dev.atelier.scoring.model;

import dev.atelier.core.failure.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the files of a package come from. */
public interface PackageFiles {
    /** The model's name, unless the package says another. */
    String name();

    /** What messages call the place of the keys. */
    String settingsName();

    /** The keys of {@code model.yaml}; none for a bare graph. */
    Map<String, ?> settings();

    /** The ONNX files that the package is made of, if it does not say. */
    List<String> graphs();

    /** A labels file to be used if the package names none. */
    Optional<String> labels();

    /** Changes whenever a file of the package may have. */
    String stamp();

    /**
     * Reads a graph.
     *
     * @throws InvalidRequestException if it is not there, leaves the package, is too large or is no ONNX file
     */
    GraphFile graph(String file);

    /**
     * Reads a small file of text.
     *
     * @throws InvalidRequestException if it is not there, leaves the package or is too large
     */
    byte[] text(String file);
}
