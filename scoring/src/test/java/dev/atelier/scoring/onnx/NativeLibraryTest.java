package dev.atelier.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In processes of their own, since a process loads the library once. */
class NativeLibraryTest {
    @TempDir
    private Path folder;

    /** Loads the library into the cache folder that its argument names. */
    static final class Starter {
        private Starter() {}

        public static void main(String[] arguments) {
            System.out.println(
                    new NativeLibrary(Path.of(arguments[0])).environment().getVersion());
        }
    }

    private Process start(String... more) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx64m",
                                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Starter.class.getName(),
                                folder.resolve("cache").toString()),
                        Stream.of(more))
                .toList();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "output"))
                .start();
    }

    private void succeeds(Process process) throws IOException, InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("output")))
                .isZero();
    }

    private List<Path> unpacked() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void theLibraryIsUnpackedOnceForAllProcessesEvenIfTheyStartTogether() throws Exception {
        Process first = start();
        Process second = start();
        succeeds(first);
        succeeds(second);
        List<Path> files = unpacked();
        assertThat(files).hasSize(2);
        FileTime written = Files.getLastModifiedTime(files.get(0));
        succeeds(start());
        assertThat(unpacked()).isEqualTo(files);
        assertThat(Files.getLastModifiedTime(files.get(0))).isEqualTo(written);
        try (Stream<Path> left = Files.walk(folder.resolve("tmp"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aDamagedCopyIsReplaced() throws Exception {
        succeeds(start());
        Path library = unpacked().get(0);
        Files.write(library, new byte[10]);
        succeeds(start());
        assertThat(Files.size(library)).isGreaterThan(1_000_000);
    }

    @Test
    void aLongCommandLineDoesNoHarm() throws Exception {
        succeeds(start("x".repeat(20_000)));
    }
}
