package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.VideoInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Noise between the packets of a video: the error tells when, and what can be saved is. */
final class GarbageTest {
    private static final Pattern TIME = Pattern.compile("(\\d+\\.\\d{3}) s");

    private final FfmpegVideoIo videoIo = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = CorpusVideo.class,
            names = {"RATE_23_976", "RATE_59_94", "TRANSPORT", "FRAGMENTED", "AVI", "SOUND_LATE_WEBM", "HEVC"})
    void the_error_names_the_time_where_it_lies_and_what_is_whole_is_saved(CorpusVideo kind) throws Exception {
        Path whole = kind.in(folder);
        VideoInfo info = videoIo.probe(whole.toUri());
        String[] packet = Program.ffprobe(
                        "-select_streams",
                        "v",
                        "-show_entries",
                        "packet=pts_time,dts_time,pos",
                        "-of",
                        "csv=p=0",
                        whole.toString())
                .lines()
                .get(info.frames().count() / 2)
                .split(",", -1);
        double time = Double.parseDouble(packet[0].equals("N/A") ? packet[1] : packet[0]);
        byte[] bytes = Files.readAllBytes(whole);
        int at = Integer.parseInt(packet[2]);
        byte[] noise = new byte[3000];
        new Random(kind.name().hashCode()).nextBytes(noise);
        // An index at the end of MP4 tells places: more bytes would make it wrong.
        int inserted = kind.extension().equals("mp4") && kind != CorpusVideo.FRAGMENTED ? 0 : noise.length;
        byte[] noisy = Arrays.copyOf(bytes, bytes.length + inserted);
        int covered = Math.min(noise.length - inserted, bytes.length - at);
        System.arraycopy(bytes, at + covered, noisy, at + covered + inserted, bytes.length - at - covered);
        System.arraycopy(noise, 0, noisy, at, covered + inserted);
        Path file = Files.write(folder.resolve("noisy." + kind.extension()), noisy);

        Throwable thrown = catchThrowable(() -> readAll(file, videoIo.probe(file.toUri())));

        if (kind == CorpusVideo.TRANSPORT) {
            // Between two of its packets, noise harms nothing.
            assertThat(thrown).isNull();
            assertThat(videoIo.probe(file.toUri()).frames().count())
                    .isEqualTo(info.frames().count());
            return;
        }
        assertThat(thrown)
                .isInstanceOfAny(InvalidRequestException.class, PoisonItemException.class)
                .hasMessageContaining("noisy." + kind.extension() + " is damaged")
                .hasMessageMatching("[^\\n]{1,400}");
        if (kind == CorpusVideo.FRAGMENTED) {
            // what follows is lost, so that salvaging has to tell
            assertThat(thrown).isInstanceOf(InvalidRequestException.class);
        }
        Matcher told = TIME.matcher(thrown.getMessage());
        assertThat(told.find()).as(thrown.getMessage()).isTrue();
        // What was decoded before may be shown a few frames later.
        assertThat(Double.parseDouble(told.group(1))).isBetween(time - 0.2, time + 0.1);
        VideoInfo salvaged = videoIo.probe(file.toUri(), true, -1);
        assertThat(salvaged.frames().count())
                .isGreaterThanOrEqualTo(info.frames().count() / 2 - 3);
        if (thrown instanceof InvalidRequestException) {
            assertThat(salvaged.damage()).anyMatch(thrown.getMessage()::contains);
            assertThat(thrown).hasMessageEndingWith("; --salvage takes what decodes");
        }
    }

    private void readAll(Path file, VideoInfo info) throws Exception {
        FrameRange all = new FrameRange(0, info.frames().count());
        try (FrameReader reader =
                videoIo.read(file.toUri(), info, all, info.width(), info.height(), info.pictureFormat())) {
            while (reader.next() != null) {
                // Only how it ends counts.
            }
        }
    }
}
