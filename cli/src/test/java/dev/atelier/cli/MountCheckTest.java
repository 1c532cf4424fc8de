package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.store.FolderGuarantees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands try out mounted folders before they write to them. The mount is pretended: what is tested is who asks. */
class MountCheckTest {
    private static final FolderGuarantees BAD = new FolderGuarantees("fuse.rclone", true, false, false, false);
    private static final FolderGuarantees FAIR = new FolderGuarantees("cifs", true, true, false, true);

    @TempDir
    Path folder;

    private Path mount;
    private String photo;

    @BeforeEach
    void makeMount() throws IOException {
        mount = Files.createDirectory(folder.resolve("mount"));
        photo = new TestMedia(folder).image("photo.jpg", 32, 32, 1).toString();
    }

    private Said run(Path home, FolderGuarantees kept, String... command) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var wiring = new Wiring(
                new Home(home),
                Map.of(),
                out,
                err,
                place -> place.startsWith(mount) ? Optional.of(kept) : Optional.empty());
        int code = Main.commandLine(wiring).execute(command);
        wiring.out().flush();
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void isRefused(Path home, Path place, String... command) throws IOException {
        Said said = run(home, BAD, command);

        assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.MISUSE);
        assertThat(said.err())
                .contains(place + " (fuse.rclone) cannot be used as a store", "replacing a file in one step");
        try (var files = Files.walk(mount)) {
            // programs may be unpacked there, and are looked at before they are used
            assertThat(files.map(Path::toString)).noneMatch(file -> file.matches(".*(out|job).*[.].*"));
        }
    }

    @Test
    void anOutputThatCouldBeSeenHalfWrittenIsRefused() throws IOException {
        String output = mount.resolve("out.jpg").toString();
        isRefused(folder.resolve("home"), mount, "score", photo, "--model", "identity", "-o", output);
    }

    @Test
    void soIsAHomeThere() throws IOException {
        Path home = mount.resolve("home");
        String output = folder.resolve("out.jpg").toString();
        isRefused(home, home.resolve("ops"), "score", photo, "--model", "identity", "-o", output);
    }

    @Test
    void soIsAWatchedPrefixThere() throws IOException {
        String output = folder.resolve("out").toString();
        isRefused(folder.resolve("home"), mount, "watch", mount.toString(), "-o", output, "--once");
    }

    @Test
    void whatAnotherWayReplacesIsWarnedOfAndUsed() {
        Path output = mount.resolve("out.jpg");
        Said said = run(folder.resolve("home"), FAIR, "score", photo, "--model", "identity", "-o", output.toString());

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.err()).contains(mount + ": no hard links");
        assertThat(output).exists();
    }
}
