package dev.atelier.video;

import dev.atelier.core.engine.FolderTree;
import dev.atelier.video.FfmpegTools.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Unpacks FFmpeg. The folder that it makes is filled under another name and renamed when it is whole, so a folder that
 * is there can be trusted without a look into it.
 *
 * @param jar the file that holds FFmpeg
 * @param programs the folder in it that holds the programs, with a slash at its end
 */
record FfmpegUnpacking(Path jar, String programs, Platform platform) {
    /** Where the stand-ins for system libraries lie, below the folder of the programs. */
    static final String STUB_FOLDER = "stubs";

    private static final String UNFINISHED = "unpacking-";
    private static final Duration ABANDONED = Duration.ofHours(1);

    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");

    /** The programs and FFmpeg's own libraries; not the bindings for in-process use. */
    private static final Pattern NEEDED = Pattern.compile("ffmpeg|ffprobe|lib(?!jni).*\\.(so\\.\\d+|\\d+\\.dylib)");

    /** What libavdevice is linked to and a fresh Linux machine lacks. */
    private static final List<StubLibrary> STUBS = List.of(
            new StubLibrary("libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4")),
            new StubLibrary("libpulse.so.0", List.of("PULSE_0")),
            new StubLibrary("libxcb.so.1", List.of()),
            new StubLibrary("libxcb-shm.so.0", List.of()));

    void into(Path folder) throws IOException {
        Path cache = folder.getParent();
        Files.createDirectories(cache);
        removeAbandoned(cache);
        Path unfinished = Files.createTempDirectory(cache, UNFINISHED);
        try {
            fill(unfinished);
            Files.setPosixFilePermissions(unfinished, EXECUTABLE);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            FolderTree.delete(unfinished);
            if (!Files.isDirectory(folder)) { // else another process was faster
                throw e;
            }
        }
    }

    private void fill(Path folder) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            for (JarEntry entry : file.stream().toList()) {
                String path = entry.getName();
                String name = path.startsWith(programs) ? path.substring(programs.length()) : "";
                if (NEEDED.matcher(name).matches()) {
                    try (InputStream content = file.getInputStream(entry)) {
                        write(folder.resolve(name), content);
                    }
                }
            }
        }
        if (platform.linux()) {
            Path stubs = Files.createDirectory(folder.resolve(STUB_FOLDER));
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
        Files.setPosixFilePermissions(file, EXECUTABLE);
    }

    /** Removes what killed processes left behind. */
    private static void removeAbandoned(Path cache) throws IOException {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(cache)) {
            folders = entries.filter(p -> p.getFileName().toString().startsWith(UNFINISHED))
                    .toList();
        }
        for (Path folder : folders) {
            Instant changed = Files.getLastModifiedTime(folder).toInstant();
            if (changed.isBefore(Instant.now().minus(ABANDONED))) {
                FolderTree.delete(folder);
            }
        }
    }
}
