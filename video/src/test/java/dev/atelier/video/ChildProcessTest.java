package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.VideoInfo;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ChildProcessTest {
    private static final Limits IMPATIENT = new Limits(1 << 28, 1000, Duration.ofSeconds(20), Duration.ofMillis(500));

    @TempDir
    Path folder;

    @Test
    void a_decoder_that_hangs_is_killed() throws Exception {
        Path source = GeneratedVideo.FILM.in(folder);
        VideoInfo info = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT).probe(source.toUri());
        FfmpegVideoIo hanging = new FfmpegVideoIo(script("exec sleep 1000"), IMPATIENT);

        try (FrameReader reader =
                hanging.read(source.toUri(), info, new FrameRange(0, 5), 16, 16, PictureFormat.RGB8)) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(InfrastructureException.class)
                    .hasMessageContaining("no sign of life")
                    .hasMessageContaining(source.toString());
        }

        assertThat(ProcessHandle.current().children().map(ProcessHandle::info))
                .noneMatch(child -> child.command().orElse("").contains("sleep"));
    }

    @Test
    void a_slow_reader_is_not_taken_for_a_hanging_decoder() throws Exception {
        Path source = GeneratedVideo.FILM.in(folder);
        Limits limits = new Limits(1 << 28, 1000, Duration.ofSeconds(20), Duration.ofSeconds(4));
        FfmpegVideoIo videoIo = new FfmpegVideoIo(SharedTools.TOOLS, limits);
        VideoInfo info = videoIo.probe(source.toUri());

        try (FrameReader reader =
                videoIo.read(source.toUri(), info, new FrameRange(0, 40), 160, 90, PictureFormat.RGB8)) {
            assertThat(reader.next()).isNotNull();
            Thread.sleep(5000);
            for (int i = 1; i < 40; i++) {
                assertThat(reader.next()).isNotNull();
            }
        }
    }

    @Test
    void a_decoder_that_crashes_is_told_from_a_bad_frame() throws Exception {
        Path source = GeneratedVideo.FILM.in(folder);
        VideoInfo info = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT).probe(source.toUri());
        FfmpegVideoIo crashing = new FfmpegVideoIo(script("kill -SEGV $$"), Limits.DEFAULT);

        try (FrameReader reader =
                crashing.read(source.toUri(), info, new FrameRange(0, 5), 16, 16, PictureFormat.RGB8)) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(InfrastructureException.class)
                    .hasMessageContaining("died of signal 11");
        }
    }

    @Test
    void endless_complaints_do_not_fill_the_memory() throws Exception {
        FfmpegTools noisy =
                script("i=0; while [ $i -lt 20000 ]; do echo \"complaint $i\" >&2; i=$((i+1)); done; exit 1");
        try (ChildProcess child = new Ffmpeg(noisy, Limits.DEFAULT).ffmpeg(List.of(), 60, false)) {
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.errors()).hasSizeLessThan(100).contains("complaint 0", "complaint 19999");
        }
    }

    @Test
    void a_program_that_loops_for_ever_ends_by_itself() throws Exception {
        List<String> endless = List.of("-f", "lavfi", "-i", "testsrc2=size=640x480", "-f", "null", "-");
        try (ChildProcess child = new Ffmpeg(SharedTools.TOOLS, Limits.DEFAULT).ffmpeg(endless, 1, false)) {
            assertThat(Failures.ended(child.exitCode())).isPresent();
        }
    }

    @Test
    void nothing_outlives_a_killed_virtual_machine() throws Exception {
        Path source = GeneratedVideo.FILM.in(folder);
        for (String work : List.of("read", "encode", "wait")) {
            Process machine = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledWork.class.getName(),
                            work,
                            source.toString(),
                            folder.resolve(work).toString())
                    .redirectErrorStream(true)
                    .start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(machine.getInputStream(), StandardCharsets.UTF_8));
            assertThat(output.readLine()).isEqualTo("working");
            List<ProcessHandle> children = new ArrayList<>(machine.descendants().toList());
            assertThat(children).as(work).isNotEmpty();

            machine.destroyForcibly().waitFor();

            for (ProcessHandle child : children) {
                child.onExit().get(10, TimeUnit.SECONDS);
            }
            assertThat(Files.exists(folder.resolve("encode"))).isFalse();
        }
    }

    /** Programs that do something else than FFmpeg. */
    private FfmpegTools script(String text) throws Exception {
        Path programs = Files.createTempDirectory(folder, "programs");
        Path program = Files.writeString(programs.resolve("ffmpeg"), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new FfmpegTools(programs, Map.of("PATH", "/usr/bin:/bin"));
    }
}
