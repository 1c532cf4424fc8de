package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.SegmentWriter;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.media.VideoIo;
import dev.atelier.core.media.VideoIo.JoinReport;
import dev.atelier.core.media.VideoIo.Segment;
import dev.atelier.testkit.MovingScene;
import dev.atelier.testkit.SharedMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole videos through probe, read, encode and join; the results are read with FFmpeg itself. */
final class WholeVideoTest {
    private final VideoIo videoIo = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(GeneratedVideo.class)
    void comes_back_with_every_frame_at_its_time_and_its_sound(GeneratedVideo kind) throws Exception {
        Path source = kind.in(folder);
        String name = source.getFileName().toString();
        Container container =
                Container.ofExtension(name.substring(name.lastIndexOf('.') + 1)).orElse(Container.MKV);

        Result result = through(source, container, container.codecs().get(0));

        assertThat(result.report().dropped()).isEmpty();
        assertThat(times(result.output(), "v:0")).isEqualTo(times(source, "v:0"));
        assertThat(times(result.output(), "a:0")).isEqualTo(times(source, "a:0"));
        assertThat(soundHash(result.output())).isEqualTo(soundHash(source));
    }

    @ParameterizedTest
    @EnumSource(GeneratedVideo.class)
    void any_split_gives_the_frames_of_one_pass(GeneratedVideo kind) throws Exception {
        Path source = kind.in(folder);
        VideoInfo info = videoIo.probe(source.toUri());
        int count = info.frames().count();
        List<Picture> whole = read(source, info, new FrameRange(0, count));
        Random random = new Random(kind.name().length());

        for (int from = 0; from < count; ) {
            FrameRange range = new FrameRange(from, Math.min(count - from, 1 + random.nextInt(25)));
            List<Picture> part = read(source, info, range);
            for (int i = 0; i < range.count(); i++) {
                assertThat(part.get(i).samples())
                        .as("frame %d of %s", from + i, kind)
                        .isEqualTo(whole.get(from + i).samples());
            }
            from = range.end();
        }
    }

    @Test
    void the_first_pass_itself_is_what_ffmpeg_decodes() throws Exception {
        Path source = GeneratedVideo.FILM.in(folder);
        VideoInfo info = videoIo.probe(source.toUri());
        Path raw = folder.resolve("all.raw");
        Program.ffmpeg(
                "-i",
                source.toString(),
                "-vf",
                "scale=flags=bicubic+accurate_rnd+full_chroma_int+bitexact",
                "-pix_fmt",
                "gbrp",
                "-f",
                "rawvideo",
                raw.toString());
        byte[] expected = Files.readAllBytes(raw);

        int at = 0;
        for (Picture frame : read(source, info, new FrameRange(0, info.frames().count()))) {
            assertThat(frame.samples())
                    .isEqualTo(java.util.Arrays.copyOfRange(expected, at, at + frame.samples().length));
            at += frame.samples().length;
        }
        assertThat(at).isEqualTo(expected.length);
    }

    @Test
    void a_rotated_video_is_upright_once() throws Exception {
        Path lying = GeneratedVideo.FILM.in(folder);
        Path rotated = folder.resolve("rotated.mp4");
        Program.ffmpeg("-display_rotation", "90", "-i", lying.toString(), "-c", "copy", rotated.toString());

        VideoInfo info = videoIo.probe(rotated.toUri());
        Result result = through(rotated, Container.MP4, VideoCodec.H264);

        assertThat(List.of(info.width(), info.height(), info.rotation())).containsExactly(90, 160, 90);
        VideoInfo output = videoIo.probe(result.output().toUri());
        assertThat(List.of(output.width(), output.height(), output.rotation())).containsExactly(90, 160, 0);
        Picture before = read(rotated, info, new FrameRange(0, 1)).get(0);
        Picture after = read(result.output(), output, new FrameRange(0, 1)).get(0);
        assertThat(MovingScene.difference(before, after)).isLessThan(5);
    }

    @Test
    void languages_titles_subtitles_chapters_and_marks_stay() throws Exception {
        Path film = GeneratedVideo.FILM.in(folder);
        Path chapters = Files.writeString(folder.resolve("chapters"), """
                ;FFMETADATA1
                title=The film
                [CHAPTER]
                TIMEBASE=1/1000
                START=0
                END=1500
                title=One
                [CHAPTER]
                TIMEBASE=1/1000
                START=1500
                END=3000
                title=Two
                """);
        Path words = Files.writeString(folder.resolve("words.srt"), "1\n00:00:00,500 --> 00:00:01,500\nHello\n\n");
        Path source = folder.resolve("rich.mkv");
        Program.ffmpeg(
                "-i",
                film.toString(),
                "-i",
                words.toString(),
                "-i",
                chapters.toString(),
                "-map",
                "0:a",
                "-map",
                "0:v",
                "-map",
                "0:a",
                "-map",
                "1",
                "-map_metadata",
                "2",
                "-c",
                "copy",
                "-c:s",
                "srt",
                "-metadata:s:0",
                "language=fra",
                "-metadata:s:2",
                "language=eng",
                "-metadata:s:2",
                "title=Comments",
                "-metadata:s:3",
                "language=deu",
                "-disposition:3",
                "forced",
                source.toString());

        Result mkv = through(source, Container.MKV, VideoCodec.H264);
        Result mp4 = through(source, Container.MP4, VideoCodec.H264);

        String[] asked = {
            "-show_entries",
            "stream=codec_type,codec_name:stream_tags=language,title:stream_disposition=default,forced"
                    + ":chapter=start_time,end_time:chapter_tags=title:format_tags=title",
            "-of",
            "compact"
        };
        assertThat(probe(mkv.output(), asked)).isEqualTo(probe(source, asked));
        assertThat(mp4.report().converted()).containsExactly("subtitle #3 (subrip, deu) to mov_text");
        assertThat(mp4.report().copied()).containsExactly("audio #0 (aac, fra)", "audio #2 (aac, eng)");
        assertThat(probe(mp4.output(), "-show_entries", "stream=codec_type", "-of", "csv=p=0"))
                // The titles of chapters are a track in MP4.
                .containsExactly("audio", "video", "audio", "subtitle", "data");
        assertThat(probe(mp4.output(), "-show_entries", "chapter_tags=title", "-of", "csv=p=0"))
                .containsExactly("One", "Two");
        Result again = through(mp4.output(), Container.MP4, VideoCodec.H264);
        assertThat(again.report().dropped()).isEmpty();
        assertThat(probe(again.output(), asked)).isEqualTo(probe(mp4.output(), asked));
    }

    @Test
    void sound_that_begins_before_the_picture_stays_before_it() throws Exception {
        Path source = folder.resolve("early.mp4");
        Program.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=64x48:duration=1",
                "-f",
                "lavfi",
                "-i",
                "sine=duration=1",
                "-pix_fmt",
                "yuv420p",
                source.toString());
        assertThat(times(source, "a:0").get(0)).isNegative(); // the encoder's priming
        for (Container container : List.of(Container.MP4, Container.MKV)) {
            Result result = through(source, container, VideoCodec.H264);

            assertThat(times(result.output(), "v:0")).isEqualTo(times(source, "v:0"));
            assertThat(times(result.output(), "a:0").get(0))
                    .isCloseTo(times(source, "a:0").get(0), within(500L));
        }
    }

    @Test
    void covers_and_attachments_stay() throws Exception {
        Path film = GeneratedVideo.FILM.in(folder);
        Path cover = folder.resolve("cover.png");
        Program.ffmpeg("-f", "lavfi", "-i", "color=red:size=32x32", "-frames:v", "1", cover.toString());
        Path font = Files.writeString(folder.resolve("font.ttf"), "not much of a font");
        Path mp4 = folder.resolve("cover.mp4");
        Program.ffmpeg(
                "-i",
                cover.toString(),
                "-i",
                film.toString(),
                "-map",
                "1",
                "-map",
                "0",
                "-c",
                "copy",
                "-disposition:2",
                "attached_pic",
                mp4.toString());
        Path mkv = folder.resolve("font.mkv");
        Program.ffmpeg(
                "-i",
                film.toString(),
                "-c",
                "copy",
                "-attach",
                font.toString(),
                "-metadata:s:t",
                "mimetype=application/x-truetype-font",
                mkv.toString());

        Result covered = through(mp4, Container.MP4, VideoCodec.H264);
        Result attached = through(mkv, Container.MKV, VideoCodec.H264);

        String[] pictures = {"-show_entries", "stream=codec_name:stream_disposition=attached_pic", "-of", "csv=p=0"};
        assertThat(probe(covered.output(), pictures))
                .isEqualTo(probe(mp4, pictures))
                .contains("png,1");
        assertThat(attached.report().copied()).contains("attachment #2 (ttf)");
        Path back = folder.resolve("back.ttf");
        Program.run(
                SharedTools.TOOLS,
                List.of(
                        SharedTools.TOOLS.ffmpeg().toString(),
                        "-dump_attachment:t:0",
                        back.toString(),
                        "-i",
                        attached.output().toString()));
        assertThat(back).hasSameBinaryContentAs(font);
    }

    @Test
    void colour_and_pixel_shape_are_carried() throws Exception {
        Path source = GeneratedVideo.WIDE_PIXELS.in(folder);

        Result result = through(source, Container.MP4, VideoCodec.HEVC);

        VideoInfo before = videoIo.probe(source.toUri());
        VideoInfo after = videoIo.probe(result.output().toUri());
        assertThat(before.colour().matrix()).isEqualTo("bt709");
        assertThat(after.colour()).isEqualTo(before.colour());
        assertThat(after.sampleAspectRatio()).isEqualTo(before.sampleAspectRatio());
        Picture one = read(source, before, new FrameRange(10, 1)).get(0);
        Picture other = read(result.output(), after, new FrameRange(10, 1)).get(0);
        assertThat(MovingScene.difference(one, other)).isLessThan(4);
    }

    @Test
    void ten_bits_stay_ten() throws Exception {
        Path source = GeneratedVideo.DEEP.in(folder);

        Result result = through(source, Container.MKV, VideoCodec.HEVC);

        assertThat(videoIo.probe(source.toUri()).depth()).isEqualTo(10);
        assertThat(videoIo.probe(result.output().toUri()).depth()).isEqualTo(10);
    }

    @Test
    void the_real_files_come_back_whole() throws Exception {
        // Refused, and rightly: nothing of the first decodes, and the second is a track without its header.
        Set<String> damaged = Set.of("invalid-bitstream.webm", "sample_fragmented_sideloaded_track.mp4");
        for (Path source : new SharedMedia().list("media/video")) {
            String name = source.getFileName().toString();
            if (damaged.contains(name)) {
                continue;
            }
            Container container = Container.ofExtension(name.substring(name.lastIndexOf('.') + 1))
                    .orElseThrow();
            Result result = through(source, container, container.codecs().get(0));
            assertThat(result.report().dropped()).as(name).isEmpty();
            assertThat(TagReading.of(source).lackedBy(TagReading.of(result.output())))
                    .as("tags of %s", name)
                    .isEmpty();
            VideoInfo info = videoIo.probe(source.toUri());
            VideoInfo output = videoIo.probe(result.output().toUri());
            String stream = String.valueOf(info.videoStream());
            assertThat(output.videoStream()).as(name).isEqualTo(info.videoStream());
            assertThat(times(result.output(), stream)).as(name).isEqualTo(times(source, stream));
            if (result.report().copied().stream().anyMatch(s -> s.startsWith("audio"))) {
                assertThat(soundHash(result.output())).as(name).isEqualTo(soundHash(source));
            }
            Files.delete(result.output());
        }
    }

    private record Result(Path output, JoinReport report) {}

    private Result through(Path source, Container container, VideoCodec codec) throws Exception {
        VideoInfo info = videoIo.probe(source.toUri());
        // Large frames are made small: what counts here is when they are shown.
        int width = info.width() > 1000 ? info.width() / 8 * 2 : info.width();
        int height = info.width() > 1000 ? info.height() / 8 * 2 : info.height();
        EncodeSettings settings = EncodeSettings.like(info, codec, 80);
        Random random = new Random(1);
        List<Segment> segments = new ArrayList<>();
        for (int from = 0; from < info.frames().count(); ) {
            FrameRange range = new FrameRange(from, Math.min(info.frames().count() - from, 1 + random.nextInt(60)));
            Path segment = folder.resolve("segment-" + from);
            try (FrameReader reader = videoIo.read(source.toUri(), info, range, width, height, info.pictureFormat());
                    SegmentWriter writer = videoIo.encode(
                            segment, info.frames(), range, width, height, info.pictureFormat(), settings)) {
                for (Picture frame = reader.next(); frame != null; frame = reader.next()) {
                    writer.write(frame);
                }
                writer.finish();
            }
            segments.add(new Segment(segment, range));
            from = range.end();
        }
        Path output = folder.resolve("out-" + System.nanoTime() + "." + container.extension());
        JoinReport report = videoIo.join(source.toUri(), info, segments, container, output);
        for (Segment segment : segments) {
            Files.delete(segment.file());
        }
        return new Result(output, report);
    }

    private List<Picture> read(Path source, VideoInfo info, FrameRange range) throws Exception {
        List<Picture> frames = new ArrayList<>();
        try (FrameReader reader =
                videoIo.read(source.toUri(), info, range, info.width(), info.height(), info.pictureFormat())) {
            for (Picture frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /** When the packets of a stream are shown, in microseconds; by the time of decoding where a file tells no other. */
    private static List<Long> times(Path file, String stream) throws Exception {
        return Program.ffprobe(
                        "-select_streams",
                        stream,
                        "-show_entries",
                        "packet=pts_time,dts_time",
                        "-of",
                        "csv=p=0",
                        file.toString())
                .lines()
                .stream()
                .map(line -> line.split(",", -1))
                .map(fields -> Math.round(Double.parseDouble(fields[0].equals("N/A") ? fields[1] : fields[0]) * 1e6))
                .sorted()
                .toList();
    }

    private static String soundHash(Path file) throws Exception {
        return Program.ffmpeg("-i", file.toString(), "-map", "0:a", "-c", "copy", "-f", "streamhash", "-")
                .output();
    }

    private static List<String> probe(Path file, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(file.toString());
        return Program.ffprobe(all.toArray(String[]::new)).lines();
    }
}
