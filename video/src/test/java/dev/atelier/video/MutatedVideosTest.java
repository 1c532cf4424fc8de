package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.Container;
import dev.atelier.core.media.VideoCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files through the whole path. The system property {@code atelier.mutations} says how many, {@code
 * atelier.mutations.first} with which seed to begin.
 */
final class MutatedVideosTest {
    private static final int COUNT = Integer.getInteger("atelier.mutations", 150);
    private static final int FIRST = Integer.getInteger("atelier.mutations.first", 0);
    private static final List<CorpusVideo> KINDS = List.of(
            CorpusVideo.RATE_23_976,
            CorpusVideo.RATE_59_94,
            CorpusVideo.TRANSPORT,
            CorpusVideo.AVI,
            CorpusVideo.HEVC,
            CorpusVideo.SOUND_LATE_WEBM,
            CorpusVideo.FRAGMENTED,
            CorpusVideo.PROGRAM_STREAM,
            CorpusVideo.FLASH,
            CorpusVideo.GIF);

    /** A file takes less than a second; the limits are for those that lie about their size or never end. */
    private final FfmpegVideoIo videoIo = new FfmpegVideoIo(
            SharedTools.TOOLS, new Limits(4_000_000, 5_000, Duration.ofSeconds(20), Duration.ofSeconds(15)));

    @TempDir
    Path sources;

    @TempDir
    Path folder;

    @Test
    void every_damaged_file_ends_in_a_result_or_in_one_line() throws Exception {
        TreeMap<String, Integer> ends = new TreeMap<>();
        List<String> unnoticed = new ArrayList<>();
        double slowest = 0;
        for (int seed = FIRST; seed < FIRST + COUNT; seed++) {
            Random random = new Random(seed);
            CorpusVideo kind = KINDS.get(seed % KINDS.size());
            byte[] bytes = mutate(Files.readAllBytes(kind.in(sources)), random);
            Path file = Files.write(folder.resolve("mutant." + kind.extension()), bytes);
            long begun = System.nanoTime();
            Journey.Result[] result = new Journey.Result[1];
            int number = seed;

            Throwable thrown = catchThrowable(() ->
                    result[0] = new Journey(videoIo, folder, number).of(file, Container.MKV, VideoCodec.H264, 30));

            double seconds = (System.nanoTime() - begun) / 1e9;
            slowest = Math.max(slowest, seconds);
            assertThat(seconds).as("seconds of seed %d", seed).isLessThan(30);
            String as = "seed " + seed + ", " + kind;
            if (thrown == null) {
                Files.delete(result[0].output());
                boolean complains = complains(file, result[0].info().videoStream());
                ends.merge(complains ? "done, though FFmpeg complains" : "done", 1, Integer::sum);
                if (complains) {
                    unnoticed.add(as);
                }
            } else {
                assertThat(thrown)
                        .as(as)
                        .isInstanceOfAny(
                                InvalidRequestException.class, PoisonItemException.class, InfrastructureException.class)
                        .hasMessageMatching("[^\\n]{1,900}");
                ends.merge(thrown.getClass().getSimpleName(), 1, Integer::sum);
                if (thrown instanceof InfrastructureException) {
                    System.out.println(as + ": " + thrown.getMessage());
                }
            }
            assertThat(children()).as(as).isEmpty();
            assertThat(files()).as(as).containsExactly(file);
            Files.delete(file);
        }
        System.out.printf("%d mutated files: %s, slowest %.1f s; unnoticed: %s%n", COUNT, ends, slowest, unnoticed);
        assertThat(unnoticed).hasSizeLessThanOrEqualTo(COUNT / 50);
    }

    /** Whether a decoding from beginning to end tells of damage to the picture. */
    private static boolean complains(Path file, int stream) throws Exception {
        Program.Result whole = Program.run(
                SharedTools.TOOLS,
                List.of(
                        SharedTools.TOOLS.ffmpeg().toString(),
                        "-v",
                        "error",
                        "-i",
                        file.toString(),
                        "-map",
                        "0:" + stream,
                        "-f",
                        "null",
                        "-"));
        return whole.errors().lines().anyMatch(line -> line.matches(".*(h264|hevc|mpeg|vp9|flv|gif).*@.*"));
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        int size = bytes.length;
        switch (random.nextInt(6)) {
            case 0 -> {
                return Arrays.copyOf(bytes, 1 + random.nextInt(size - 1));
            }
            case 1 -> {
                for (int i = 1 + random.nextInt(40); i > 0; i--) {
                    bytes[random.nextInt(size)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 2 -> {
                int from = random.nextInt(size);
                Arrays.fill(bytes, from, Math.min(size, from + 1 + random.nextInt(3000)), (byte) 0);
            }
            case 3 -> {
                // Where headers lie, whatever they say of sizes, counts and durations becomes absurd.
                for (int i = 1 + random.nextInt(8); i > 0; i--) {
                    bytes[random.nextInt(Math.min(size, 1500))] = (byte) random.nextInt(256);
                }
            }
            case 4 -> {
                byte[] noise = new byte[1 + random.nextInt(2000)];
                random.nextBytes(noise);
                int at = random.nextInt(size);
                byte[] longer = Arrays.copyOf(bytes, size + noise.length);
                System.arraycopy(noise, 0, longer, at, noise.length);
                System.arraycopy(bytes, at, longer, at + noise.length, size - at);
                return longer;
            }
            default -> {
                int length = 1 + random.nextInt(size / 3);
                int from = random.nextInt(size - length);
                System.arraycopy(bytes, from, bytes, random.nextInt(size - length), length);
            }
        }
        return bytes;
    }

    private static List<String> children() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .map(child -> child.info().commandLine().orElse("?"))
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }
}
