package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.VideoInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the ranges that a video is read in, its frames are those of FFmpeg's own single pass. */
final class AnySplitTest {
    private final FfmpegVideoIo videoIo = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT);

    @TempDir
    static Path folder;

    @ParameterizedTest
    @EnumSource(CorpusVideo.class)
    void any_split_gives_the_frames_of_one_pass(CorpusVideo kind) throws Exception {
        check(kind.in(folder), new Random(kind.name().hashCode()));
    }

    @Test
    void a_stream_that_begins_between_two_keyframes_gives_what_can_be_decoded() throws Exception {
        byte[] whole = Files.readAllBytes(CorpusVideo.TRANSPORT_SHORT_GOP.in(folder));
        Path cut = folder.resolve("cut.ts");
        Files.write(cut, Arrays.copyOfRange(whole, whole.length / 188 / 10 * 188, whole.length));

        check(cut, new Random(1));
    }

    @ParameterizedTest
    @EnumSource(WrongMarks.class)
    void keyframes_that_are_marked_wrong_or_not_at_all_change_no_frame(WrongMarks marks) throws Exception {
        for (CorpusVideo kind : marks.videos()) {
            check(marks.in(kind, folder), new Random(2));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CorpusVideo.class,
            names = {"TRANSPORT_SHORT_GOP", "OPEN_GOP_TS", "REFRESHED_TS", "HEVC_TS"})
    void a_stream_that_was_cut_at_a_keyframe_gives_what_can_be_decoded(CorpusVideo kind) throws Exception {
        Path cut = CutStream.atKeyframe(kind.in(folder), folder.resolve("cut-" + kind + ".ts"), 1);

        VideoInfo info = check(cut, new Random(3));

        int packets = Program.ffprobe(
                        "-select_streams", "v", "-show_entries", "packet=flags", "-of", "csv=p=0", cut.toString())
                .lines()
                .size();
        int left = packets - info.frames().count();
        assertThat(left).isPositive();
        assertThat(info.damage())
                .containsExactly("begins with " + left
                        + " pictures that need others from before its beginning: they are never shown");
    }

    private VideoInfo check(Path source, Random random) throws Exception {
        VideoInfo info = videoIo.probe(source.toUri());
        int count = info.frames().count();
        List<Integer> expected = onePass(source, info);
        assertThat(expected).as("frames of %s", source).hasSize(count);
        for (int from = 0; from < count; ) {
            FrameRange range = new FrameRange(from, Math.min(count - from, 1 + random.nextInt(16)));
            assertThat(read(source, info, range))
                    .as("frames %s of %s", range, source)
                    .isEqualTo(expected.subList(from, range.end()));
            from = range.end();
        }
        return info;
    }

    private static List<Integer> onePass(Path source, VideoInfo info) throws Exception {
        Path raw = folder.resolve("all.raw");
        Program.ffmpeg(
                "-y",
                "-flags",
                "+bitexact-output_corrupt",
                "-i",
                source.toString(),
                "-map",
                "0:" + info.videoStream(),
                "-vf",
                "scale=flags=bicubic+accurate_rnd+full_chroma_int+bitexact,format="
                        + PixelLayout.of(info.pictureFormat()),
                "-fps_mode",
                "passthrough",
                "-f",
                "rawvideo",
                raw.toString());
        byte[] all = Files.readAllBytes(raw);
        int size = info.pictureFormat().bytes(info.width(), info.height());
        List<Integer> hashes = new ArrayList<>();
        for (int at = 0; at < all.length; at += size) {
            hashes.add(Arrays.hashCode(Arrays.copyOfRange(all, at, at + size)));
        }
        return hashes;
    }

    private List<Integer> read(Path source, VideoInfo info, FrameRange range) throws Exception {
        List<Integer> hashes = new ArrayList<>();
        try (FrameReader reader =
                videoIo.read(source.toUri(), info, range, info.width(), info.height(), info.pictureFormat())) {
            for (Picture frame = reader.next(); frame != null; frame = reader.next()) {
                hashes.add(Arrays.hashCode(frame.samples()));
            }
        }
        return hashes;
    }
}
