package dev.atelier.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds real pictures, videos and models that are too large, or not free enough, to be part of the project: a folder
 * named {@code shared} beside the checkout, or the folder that the environment variable {@code ATELIER_SHARED} names.
 * A test that asks for a file is skipped where the folder is absent, and fails there if {@code ATELIER_REQUIRE_ALL} is
 * {@code 1}, so that a build meant to run everything cannot pass by skipping.
 */
public final class SharedMedia {
    private final Map<String, String> environment;
    private final Path workingDirectory;

    public SharedMedia() {
        this(System.getenv(), Path.of(""));
    }

    /**
     * @param environment the environment variables
     * @param workingDirectory a folder in the checkout
     */
    public SharedMedia(Map<String, String> environment, Path workingDirectory) {
        this.environment = Map.copyOf(environment);
        this.workingDirectory = workingDirectory.toAbsolutePath();
    }

    /** A file or folder, by its path below the shared folder, such as {@code media/video/flower.mp4}. */
    public Path get(String path) {
        Optional<Path> root = root();
        if (root.isEmpty()) {
            return missing("no folder of shared media: put it beside the checkout as 'shared', or name it in the "
                    + "environment variable ATELIER_SHARED");
        }
        Path file = root.get().resolve(path);
        return Files.exists(file) ? file : missing("the folder of shared media " + root.get() + " lacks " + path);
    }

    /** The files of a folder below the shared folder, sorted by name. */
    public List<Path> list(String folder) {
        try (Stream<Path> files = Files.list(get(folder))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Path> root() {
        String named = environment.getOrDefault("ATELIER_SHARED", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named)).filter(Files::isDirectory);
        }
        return checkout().map(root -> root.resolveSibling("shared")).filter(Files::isDirectory);
    }

    /** The outermost folder with a build file: tests run in the folder of their module. */
    private Optional<Path> checkout() {
        Path outermost = null;
        for (Path folder = workingDirectory; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("pom.xml"))) {
                outermost = folder;
            } else if (outermost != null) {
                break;
            }
        }
        return Optional.ofNullable(outermost);
    }

    private Path missing(String reason) {
        if ("1".equals(environment.get("ATELIER_REQUIRE_ALL"))) {
            return fail(reason);
        }
        return abort(reason);
    }
}
