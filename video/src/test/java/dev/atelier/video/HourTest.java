package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.VideoCodec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Takes minutes: run with {@code -Datelier.hour=true}. */
@EnabledIfSystemProperty(named = "atelier.hour", matches = "true")
final class HourTest {
    @TempDir
    Path folder;

    @Test
    void after_an_hour_the_last_frame_is_at_its_tick_and_memory_is_that_of_a_minute() throws Exception {
        long minute = through(60);
        long hour = through(3600);

        System.out.printf("heap in use afterwards: a minute %d KiB, an hour %d KiB%n", minute >> 10, hour >> 10);
        assertThat(hour - minute).isLessThan(16L << 20);
    }

    private long through(int seconds) throws Exception {
        Path source = folder.resolve("clip-" + seconds + ".mp4");
        Program.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=64x36:rate=30000/1001:duration=" + seconds,
                "-f",
                "lavfi",
                "-i",
                "sine=sample_rate=48000:duration=" + seconds,
                "-pix_fmt",
                "yuv420p",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-c:a",
                "aac",
                source.toString());
        long begun = System.nanoTime();
        var journey = new Journey(new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT), folder, 1, 2000);

        Journey.Result result = journey.of(source, Container.MP4, VideoCodec.H264, 20);

        System.out.printf("%d s of video took %.0f s%n", seconds, (System.nanoTime() - begun) / 1e9);
        String[] packets = {"-select_streams", "v", "-show_entries", "packet=pts", "-of", "csv=p=0"};
        List<Long> before = sorted(new Reading(source).probe(packets));
        List<Long> after = sorted(new Reading(result.output()).probe(packets));
        assertThat(after.get(after.size() - 1)).isEqualTo(before.get(before.size() - 1));
        assertThat(after).isEqualTo(before);
        assertThat(new Reading(result.output()).packets(1)).isEqualTo(new Reading(source).packets(1));
        assertThat(new Reading(result.output()).start(1)).isEqualTo(new Reading(source).start(1));
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static List<Long> sorted(List<String> lines) {
        return lines.stream()
                .map(line -> Long.valueOf(line.replace(",", "")))
                .sorted()
                .toList();
    }
}
