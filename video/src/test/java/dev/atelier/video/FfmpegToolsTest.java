package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.core.failure.InfrastructureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FfmpegToolsTest {
    @TempDir
    Path cache;

    @Test
    void programs_start_and_complain_of_nothing() throws Exception {
        FfmpegTools tools = FfmpegTools.install(cache);

        for (Path program : List.of(tools.ffmpeg(), tools.ffprobe())) {
            Program.Result result = Program.run(tools, List.of(program.toString(), "-hide_banner", "-version"));
            assertThat(result.code()).isZero();
            assertThat(result.errors()).isEmpty();
            assertThat(result.output()).contains("version 8.");
        }
    }

    @Test
    void programs_start_where_the_system_lacks_sound_and_screen_libraries() throws Exception {
        FfmpegTools tools = FfmpegTools.install(cache);
        // The libraries are covered by empty files, in a mount namespace of its own: that takes root on Linux.
        String hide = "for f in $(ls /lib/*/libasound.so* /lib/*/libpulse*.so* /lib/*/libxcb*.so* /lib/*/libva*.so*"
                + " /lib/*/libdrm*.so* 2>/dev/null); do mount --bind /dev/null $f || exit 77; done; exec \"$0\" -version";
        List<String> command =
                List.of("unshare", "-m", "sh", "-c", hide, tools.ffmpeg().toString());
        Program.Result result;
        try {
            result = Program.run(tools, command);
        } catch (java.io.IOException e) {
            lacking("needs the program unshare");
            return;
        }
        if (result.code() == 77 || result.errors().contains("unshare failed")) {
            lacking("needs root on Linux");
        }

        assertThat(result.code()).as(result.errors()).isZero();
        assertThat(result.errors()).isEmpty();
        Map<String, String> without = new HashMap<>(tools.environment());
        without.put("LD_LIBRARY_PATH", tools.folder().toString());
        assertThat(Program.run(new FfmpegTools(tools.folder(), without), command)
                        .code())
                .as("the libraries are hidden indeed")
                .isNotZero();
    }

    @Test
    void many_may_unpack_at_once() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Future<FfmpegTools>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(executor.submit(() -> FfmpegTools.install(cache)));
            }
            for (Future<FfmpegTools> one : all) {
                assertThat(one.get()).isEqualTo(all.get(0).get());
            }
        } finally {
            executor.shutdown();
        }
        assertThat(entries()).hasSize(1);
    }

    @Test
    void what_a_killed_process_left_half_done_is_not_trusted_and_later_removed() throws Exception {
        Path young = Files.createDirectory(cache.resolve("unpacking-1"));
        Path old = Files.createDirectory(cache.resolve("unpacking-2"));
        Files.writeString(old.resolve("ffmpeg"), "half a program");
        Files.setLastModifiedTime(
                old, java.nio.file.attribute.FileTime.from(Instant.now().minusSeconds(7200)));

        FfmpegTools tools = FfmpegTools.install(cache);

        assertThat(entries()).containsExactlyInAnyOrder(young, tools.folder());
    }

    @Test
    void a_second_start_trusts_what_is_there_without_a_look_into_it() throws Exception {
        FfmpegTools first = FfmpegTools.install(cache);
        Files.delete(first.ffprobe());

        FfmpegTools second = FfmpegTools.install(cache);

        assertThat(second).isEqualTo(first);
        assertThat(second.ffprobe()).doesNotExist(); // nothing was unpacked again
    }

    @Test
    void a_cache_that_cannot_be_made_is_named() throws Exception {
        Path file = Files.writeString(cache.resolve("file"), "");

        assertThatThrownBy(() -> FfmpegTools.install(file.resolve("below")))
                .isInstanceOf(InfrastructureException.class)
                .hasMessageContaining(file.toString());
    }

    private List<Path> entries() throws Exception {
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    /** Skips the test, or fails it where nothing may be skipped. */
    private static void lacking(String what) {
        assertThat(System.getenv("ATELIER_REQUIRE_ALL")).as(what).isNotEqualTo("1");
        assumeTrue(false, what);
    }
}
