package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.VideoInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zeros in the middle of a file, as a bad disk leaves them. */
final class HolesTest {
    private final FfmpegVideoIo videoIo = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT);

    @TempDir
    Path folder;

    @Test
    void a_hole_is_noticed_wherever_it_lies_and_however_the_video_is_read() throws Exception {
        List<String> missed = new ArrayList<>();
        for (GeneratedVideo kind : List.of(GeneratedVideo.OPEN_GOP, GeneratedVideo.FILM)) {
            byte[] whole = Files.readAllBytes(kind.in(folder));
            for (int place = 2; place < 9; place += 3) {
                byte[] bytes = whole.clone();
                int from = bytes.length / 10 * place;
                Arrays.fill(bytes, from, Math.min(bytes.length, from + 3000), (byte) 0);
                Path holed = Files.write(folder.resolve("holed.mkv"), bytes);
                for (int length : new int[] {12, 75}) {
                    Throwable thrown = catchThrowable(() -> {
                        VideoInfo info = videoIo.probe(holed.toUri());
                        readAll(holed, info, length);
                    });
                    if (thrown != null) {
                        assertThat(thrown).isInstanceOf(AtelierException.class);
                    }
                    if (thrown == null) {
                        missed.add(kind + " at " + place + " in ranges of " + length);
                    }
                }
            }
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void a_damaged_video_is_salvaged_as_far_as_it_decodes_and_what_is_lost_is_told() throws Exception {
        Path mkv = folder.resolve("whole.mkv");
        Program.ffmpeg("-i", GeneratedVideo.FILM.in(folder).toString(), "-c", "copy", mkv.toString());
        byte[] bytes = Files.readAllBytes(mkv);
        Path half = Files.write(folder.resolve("half.mkv"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> videoIo.probe(half.toUri()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageMatching(".*up to [012]\\.\\d+ s.*|.*breaks off at [012]\\.\\d+ s.*");

        VideoInfo info = videoIo.probe(half.toUri(), true, -1);

        assertThat(info.damage()).anyMatch(line -> line.matches("is damaged.* [012]\\.\\d+ s.*"));
        assertThat(decoded(half, info)).isBetween(20, info.frames().count());
    }

    @Test
    void the_message_names_the_time_where_frames_are_missing() throws Exception {
        Path whole = folder.resolve("long.mkv");
        Program.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=160x90:rate=25:duration=10",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-g",
                "50",
                "-pix_fmt",
                "yuv420p",
                whole.toString());
        byte[] bytes = Files.readAllBytes(whole);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 3000, (byte) 0);
        Path holed = Files.write(folder.resolve("holed.mkv"), bytes);

        assertThatThrownBy(() -> videoIo.probe(holed.toUri()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageMatching(
                        ".* is damaged between [456]\\.\\d+ s and [567]\\.\\d+ s, where there are no frames.*");
    }

    /** How many frames from the beginning decode. */
    private int decoded(Path file, VideoInfo info) throws Exception {
        int count = 0;
        FrameRange all = new FrameRange(0, info.frames().count());
        try (FrameReader reader = videoIo.read(file.toUri(), info, all, 160, 90, PictureFormat.RGB8)) {
            while (reader.next() != null) {
                count++;
            }
        } catch (PoisonItemException e) {
            return count;
        }
        return count;
    }

    private void readAll(Path file, VideoInfo info, int length) throws Exception {
        for (int from = 0; from < info.frames().count(); from += length) {
            FrameRange range =
                    new FrameRange(from, Math.min(length, info.frames().count() - from));
            try (FrameReader reader = videoIo.read(file.toUri(), info, range, 160, 90, PictureFormat.RGB8)) {
                while (reader.next() != null) {
                    // Only whether it goes to the end counts.
                }
            }
        }
    }
}
