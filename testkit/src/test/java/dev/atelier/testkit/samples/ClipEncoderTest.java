package dev.atelier.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipEncoderTest {
    @TempDir
    private Path folder;

    @Test
    void givesTheProgramEveryFrameInOrder() throws Exception {
        Path clip = folder.resolve("clip.mp4");
        String keepsWhatItIsGiven = program("for last; do :; done\ncat > \"$last\"");

        new ClipEncoder(keepsWhatItIsGiven).encode(32, 18, 24, clip);

        byte[] frames = Files.readAllBytes(clip);
        int frame = 32 * 18 * 3;
        assertThat(frames).hasSize(144 * frame);
        Scene scene = new Scene();
        for (int i : new int[] {0, 95, 96, 143}) {
            assertThat(Arrays.copyOfRange(frames, i * frame, (i + 1) * frame))
                    .isEqualTo(scene.picture(32, 18, i / 24.0).samples());
        }
    }

    @Test
    void saysWhichProgramFailedAndHow() throws Exception {
        String givesUpAtOnce = program("exit 7");

        assertThatIOException()
                .isThrownBy(() -> new ClipEncoder(givesUpAtOnce).encode(320, 180, 24, folder.resolve("clip.mp4")))
                .withMessageContaining(givesUpAtOnce)
                .withMessageContaining("status 7");
    }

    private String program(String script) throws IOException {
        Path file = folder.resolve("program");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }
}
