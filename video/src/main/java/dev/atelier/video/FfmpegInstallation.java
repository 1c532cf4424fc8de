package dev.atelier.video;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.video.FfmpegTools.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Unpacks FFmpeg from the class path. The folder that it makes is filled under another name and renamed when it is
 * whole, so a folder that is there can be trusted without a look into it.
 */
final class FfmpegInstallation {
    private static final Duration ABANDONED = Duration.ofHours(1);

    /** The programs and FFmpeg's own libraries; not the bindings for in-process use. */
    private static final Pattern NEEDED = Pattern.compile("ffmpeg|ffprobe|lib(?!jni).*\\.(so\\.\\d+|\\d+\\.dylib)");

    /** What libavdevice is linked to and a fresh Linux machine lacks. */
    private static final List<StubLibrary> STUBS = List.of(
            new StubLibrary("libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4")),
            new StubLibrary("libpulse.so.0", List.of("PULSE_0")),
            new StubLibrary("libxcb.so.1", List.of()),
            new StubLibrary("libxcb-shm.so.0", List.of()));

    private final Path cache;
    private final Platform platform;

    FfmpegInstallation(Path cache, Platform platform) {
        this.cache = cache;
        this.platform = platform;
    }

    FfmpegTools tools() {
        try {
            JarURLConnection jar = jar();
            Path source = Path.of(jar.getJarFileURL().toURI());
            String name = source.getFileName().toString().replaceFirst("\\.jar$", "") + "-" + Files.size(source);
            Path folder = cache.resolve(name);
            if (!Files.isDirectory(folder)) {
                unpack(jar, folder);
            }
            return new FfmpegTools(folder, environment(folder));
        } catch (IOException | java.net.URISyntaxException e) {
            throw new InfrastructureException(
                    "FFmpeg cannot be unpacked into " + cache + ": " + e.getMessage()
                            + "; make the folder writable or choose another",
                    e);
        }
    }

    private JarURLConnection jar() throws IOException {
        String program = "org/bytedeco/ffmpeg/" + platform.label() + "-gpl/ffmpeg";
        URL url = FfmpegInstallation.class.getClassLoader().getResource(program);
        if (url == null) {
            throw new InvalidRequestException("FFmpeg for " + platform.label() + " is not on the class path: add"
                    + " org.bytedeco:ffmpeg with the classifier " + platform.label() + "-gpl");
        }
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return jar;
        }
        throw new InvalidRequestException("FFmpeg must come in its JAR file, not from " + url);
    }

    private Map<String, String> environment(Path folder) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("LC_ALL", "C");
        environment.put("SVT_LOG", "1"); // this encoder's log goes past FFmpeg's: errors only
        if (platform.linux()) {
            // The stubs come first, so that it is the same on machines that have the real libraries.
            environment.put("LD_LIBRARY_PATH", folder.resolve("stubs") + ":" + folder);
        } else {
            environment.put("DYLD_LIBRARY_PATH", folder.toString());
        }
        return environment;
    }

    private void unpack(JarURLConnection jar, Path folder) throws IOException {
        Files.createDirectories(cache);
        removeAbandoned();
        Path unfinished = Files.createTempDirectory(cache, "unpacking-");
        try {
            fill(jar, unfinished);
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(unfinished);
            if (!Files.isDirectory(folder)) { // else another process was faster
                throw e;
            }
        }
    }

    private void fill(JarURLConnection connection, Path folder) throws IOException {
        String prefix = connection.getEntryName().replaceFirst("[^/]*$", "");
        try (JarFile jar = new JarFile(
                Path.of(java.net.URI.create(connection.getJarFileURL().toString()))
                        .toFile(),
                false)) {
            for (JarEntry entry : jar.stream().toList()) {
                String name =
                        entry.getName().startsWith(prefix) ? entry.getName().substring(prefix.length()) : "";
                if (NEEDED.matcher(name).matches()) {
                    try (InputStream content = jar.getInputStream(entry)) {
                        write(folder.resolve(name), content);
                    }
                }
            }
        }
        if (platform.linux()) {
            Path stubs = Files.createDirectory(folder.resolve("stubs"));
            StubLibrary.Machine machine =
                    platform == Platform.LINUX_ARM64 ? StubLibrary.Machine.AARCH64 : StubLibrary.Machine.X86_64;
            for (StubLibrary stub : STUBS) {
                Files.write(stubs.resolve(stub.soname()), stub.bytes(machine));
            }
        }
    }

    private static void write(Path file, InputStream content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.transferTo(Channels.newOutputStream(channel));
            channel.force(true); // the rename must not outlive the content in a power cut
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What killed processes left behind. */
    private void removeAbandoned() throws IOException {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(cache)) {
            folders = entries.filter(p -> p.getFileName().toString().startsWith("unpacking-"))
                    .toList();
        }
        for (Path folder : folders) {
            Instant changed = Files.getLastModifiedTime(folder).toInstant();
            if (changed.isBefore(Instant.now().minus(ABANDONED))) {
                delete(folder);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.sorted(java.util.Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
