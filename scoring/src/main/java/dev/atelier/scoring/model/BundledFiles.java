package dev.atelier.scoring.model;

import dev.atelier.core.failure.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A package that comes with the program, as resources. */
public final class BundledFiles implements PackageFiles {
    /** The name of the default model. */
    public static final String ATELIER = "atelier";

    private static final String ROOT = "/models/" + ATELIER + "/";

    @Override
    public String name() {
        return ATELIER;
    }

    @Override
    public String settingsName() {
        return "model.yaml";
    }

    /** What its {@code model.yaml} says; parsing that would take a tenth of a second of each start. */
    @Override
    public Map<String, ?> settings() {
        return Map.of(
                "name",
                ATELIER,
                "description",
                "Paints any picture in the style of any other",
                "licence",
                "Apache-2.0",
                "graph",
                "transfer.onnx",
                "style",
                Map.of(
                        "graph",
                        "style.onnx",
                        "feedback",
                        0.6,
                        "input",
                        Map.of("name", "picture", "colour", "rgb", "range", 1, "resize", "scale", "shorter-side", 512)),
                "input",
                Map.of("name", "frame", "colour", "rgb", "range", 1, "resize", "pad", "multiple-of", 16),
                "output",
                Map.of("kind", "image", "name", "painted", "range", 1));
    }

    @Override
    public List<String> graphs() {
        return List.of("transfer.onnx");
    }

    @Override
    public Optional<String> labels() {
        return Optional.empty();
    }

    @Override
    public String stamp() {
        return "";
    }

    @Override
    public GraphFile graph(String file) {
        return new GraphFile(file, Optional.empty(), text(file), List.of());
    }

    @Override
    public byte[] text(String file) {
        try (InputStream input = BundledFiles.class.getResourceAsStream(ROOT + file)) {
            if (input == null) {
                throw new InvalidRequestException(ATELIER + "/" + file + ": no such file; build the program again");
            }
            return input.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
