package dev.atelier.scoring.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import dev.atelier.core.failure.InfrastructureException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * ONNX Runtime's native library, unpacked once for this platform into a folder that all processes share. By itself the
 * Java package unpacks it into the temporary folder at each start, and leaves it there when killed.
 */
final class NativeLibrary {
    private static final String FOLDER_PROPERTY = "onnxruntime.native.path";
    private static final String PARTIAL = ".partial";
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path cache;

    /** @param cache folder for unpacked libraries; made when needed */
    NativeLibrary(Path cache) {
        this.cache = cache;
    }

    /** The runtime's environment, of which a process has one. The library is loaded by the first call. */
    OrtEnvironment environment() {
        try {
            if (System.getProperty(FOLDER_PROPERTY) == null) {
                System.setProperty(FOLDER_PROPERTY, unpacked().toString());
            }
            // warnings concern who exported a model, not who uses it
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "atelier");
            environment.setTelemetry(false);
            return environment;
        } catch (IOException e) {
            throw new InfrastructureException(
                    cache + ": ONNX Runtime's library cannot be unpacked here (" + reason(e)
                            + "); make room or name another cache folder",
                    e);
        } catch (ai.onnxruntime.OrtException | LinkageError e) {
            throw new InfrastructureException("ONNX Runtime cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : e.getClass().getSimpleName();
    }

    private Path unpacked() throws IOException {
        String platform = platform();
        List<URL> files =
                new ArrayList<>(List.of(resource(platform, "onnxruntime"), resource(platform, "onnxruntime4j_jni")));
        // only the build for GPUs has these
        for (String provider : List.of("shared", "cuda", "tensorrt")) {
            found(platform, "onnxruntime_providers_" + provider).ifPresent(files::add);
        }
        StringBuilder name = new StringBuilder("onnxruntime-" + platform);
        for (URL file : files) {
            name.append('-').append(fingerprint(file));
        }
        Path folder = cache.resolve(name.toString());
        return isComplete(folder, files) ? folder : unpack(files, folder);
    }

    private static boolean isComplete(Path folder, List<URL> files) throws IOException {
        for (URL file : files) {
            Path unpacked = folder.resolve(fileName(file));
            long size = file.openConnection().getContentLengthLong();
            if (!Files.isRegularFile(unpacked) || Files.size(unpacked) != size) {
                return false;
            }
        }
        return true;
    }

    /** Fills a folder beside the final one and renames it, so that no process ever sees half of it. */
    private Path unpack(List<URL> files, Path folder) throws IOException {
        Files.createDirectories(cache);
        deleteAbandoned();
        Path partial = cache.resolve(UUID.randomUUID() + PARTIAL);
        Files.createDirectory(partial);
        try {
            for (URL file : files) {
                try (InputStream input = file.openStream()) {
                    Files.copy(input, partial.resolve(fileName(file)));
                }
            }
            if (Files.isDirectory(folder) && !isComplete(folder, files)) {
                // a full disk or a crash of the machine can leave it so
                Path damaged = cache.resolve(UUID.randomUUID() + PARTIAL);
                Files.move(folder, damaged);
                delete(damaged);
            }
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(partial);
            if (!isComplete(folder, files)) {
                throw e;
            }
            // another process was faster
        }
        return folder;
    }

    /** What killed processes left half done. */
    private void deleteAbandoned() throws IOException {
        Instant longAgo = Instant.now().minus(ABANDONED);
        try (Stream<Path> folders = Files.list(cache)) {
            for (Path folder :
                    folders.filter(path -> path.toString().endsWith(PARTIAL)).toList()) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(longAgo)) {
                    delete(folder);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    private static URL resource(String platform, String library) {
        return found(platform, library)
                .orElseThrow(() -> new InfrastructureException("ONNX Runtime has no build for " + platform
                        + ", only for Linux on x86-64 and arm64 and macOS on arm64; use such a machine"));
    }

    private static Optional<URL> found(String platform, String library) {
        String suffix = platform.startsWith("osx") ? ".dylib" : ".so";
        return Optional.ofNullable(
                OrtEnvironment.class.getResource("/ai/onnxruntime/native/" + platform + "/lib" + library + suffix));
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        return (os.contains("mac") ? "osx" : os.contains("linux") ? "linux" : os.replace(' ', '-'))
                + (arm ? "-aarch64" : arch.equals("amd64") || arch.equals("x86_64") ? "-x64" : "-" + arch);
    }

    private static String fingerprint(URL resource) throws IOException {
        URLConnection connection = resource.openConnection();
        long number = connection instanceof JarURLConnection jar
                ? jar.getJarEntry().getCrc()
                : connection.getContentLengthLong();
        return Long.toHexString(number);
    }

    private static String fileName(URL resource) {
        String path = resource.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
