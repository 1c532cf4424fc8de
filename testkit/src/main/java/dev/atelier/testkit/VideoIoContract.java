package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.ColourTags;
import dev.atelier.core.media.Container;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.SegmentWriter;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.media.VideoIo;
import dev.atelier.core.media.VideoIo.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link VideoIo} does. The sources are segments that it encoded itself. */
public abstract class VideoIoContract {
    private static final PictureFormat RGB8 = PictureFormat.RGB8;
    private static final Rational SQUARE = new Rational(1, 1);

    @TempDir
    protected Path folder;

    /** The implementation under test. */
    protected abstract VideoIo videoIo();

    @Test
    void a_segment_keeps_the_distances_of_its_frames() throws Exception {
        for (FrameTable table : List.of(Paces.constantPace(40), Paces.phone(40), Paces.milliseconds(40))) {
            FrameRange range = new FrameRange(7, 30);
            Path segment = encode(table, range, new MovingScene(64, 48, RGB8), settings(VideoCodec.H264));

            FrameTable found = videoIo().probe(segment.toUri()).frames();

            assertThat(Paces.ticks(found, table.timeBase())).isEqualTo(Paces.relative(table, range));
            Files.delete(segment);
        }
    }

    @Test
    void a_segment_of_a_thousand_uneven_frames_keeps_their_distances() throws Exception {
        FrameTable table = Paces.phone(1000);
        Path segment = encode(table, new FrameRange(0, 1000), new MovingScene(16, 16, RGB8), settings(VideoCodec.H264));

        assertThat(Paces.ticks(videoIo().probe(segment.toUri()).frames(), table.timeBase()))
                .isEqualTo(Paces.relative(table, new FrameRange(0, 1000)));
    }

    @Test
    void frames_of_any_size_come_back_in_that_size() throws Exception {
        for (VideoCodec codec : List.of(VideoCodec.H264, VideoCodec.HEVC, VideoCodec.VP9, VideoCodec.FFV1)) {
            MovingScene scene = new MovingScene(67, 43, RGB8);
            Path segment = encode(Paces.constantPace(5), new FrameRange(0, 5), scene, settings(codec));

            VideoInfo info = videoIo().probe(segment.toUri());

            assertThat(List.of(info.width(), info.height())).as("%s", codec).containsExactly(67, 43);
            Picture first = read(segment, info, new FrameRange(0, 1)).get(0);
            assertThat(MovingScene.difference(first, scene.frame(0)))
                    .as("%s", codec)
                    .isLessThan(6);
            Files.delete(segment);
        }
    }

    @Test
    void a_lossless_segment_gives_the_very_samples_back() throws Exception {
        for (PictureFormat format : PictureFormat.values()) {
            MovingScene scene = new MovingScene(50, 31, format);
            Path segment = encode(Paces.constantPace(4), new FrameRange(0, 4), scene, settings(VideoCodec.FFV1));

            VideoInfo info = videoIo().probe(segment.toUri());

            assertThat(info.pictureFormat()).isEqualTo(format);
            List<Picture> frames = read(segment, info, new FrameRange(0, 4));
            for (int i = 0; i < 4; i++) {
                assertThat(frames.get(i).samples()).isEqualTo(scene.frame(i).samples());
            }
            Files.delete(segment);
        }
    }

    @Test
    void any_split_into_ranges_gives_the_frames_of_one_pass() throws Exception {
        Random random = new Random(11);
        FrameTable table = Paces.phone(300);
        Path source = encode(table, new FrameRange(0, 300), new MovingScene(48, 32, RGB8), settings(VideoCodec.H264));
        VideoInfo info = videoIo().probe(source.toUri());
        List<Picture> whole = read(source, info, new FrameRange(0, 300));

        for (int split = 0; split < 3; split++) {
            int from = 0;
            while (from < 300) {
                FrameRange range = new FrameRange(from, Math.min(300 - from, 1 + random.nextInt(120)));
                List<Picture> part = read(source, info, range);
                for (int i = 0; i < range.count(); i++) {
                    assertThat(part.get(i).samples())
                            .as("frame %d read in %s", from + i, range)
                            .isEqualTo(whole.get(from + i).samples());
                }
                from = range.end();
            }
        }
    }

    @Test
    void the_keyframes_alone_are_those_of_the_table_and_look_like_them() throws Exception {
        FrameTable table = Paces.phone(300);
        MovingScene scene = new MovingScene(64, 48, RGB8);
        Path source = encode(table, new FrameRange(0, 300), scene, settings(VideoCodec.H264));
        VideoInfo info = videoIo().probe(source.toUri());
        List<Integer> marked = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            if (info.frames().keyframes()[i]) {
                marked.add(i);
            }
        }
        FrameRange[] ranges = {
            new FrameRange(0, 300), new FrameRange(marked.get(marked.size() - 1), 300 - marked.get(marked.size() - 1))
        };
        for (FrameRange range : ranges) {
            List<Integer> inside =
                    marked.stream().filter(frame -> frame >= range.first()).toList();
            try (FrameReader reader = videoIo().keyframes(source.toUri(), info, range, 32, 24)) {
                for (int frame : inside) {
                    Picture small = reader.next();
                    assertThat(small.width()).isEqualTo(32);
                    assertThat(small.height()).isEqualTo(24);
                    try (FrameReader exact =
                            videoIo().read(source.toUri(), info, new FrameRange(frame, 1), 32, 24, RGB8)) {
                        assertThat(MovingScene.difference(small, exact.next()))
                                .as("frame %d", frame)
                                .isLessThan(6);
                    }
                }
                assertThat(reader.next()).isNull();
            }
        }
    }

    @Test
    void frames_are_scaled_and_converted_as_asked() throws Exception {
        Path source = encode(
                Paces.constantPace(3), new FrameRange(0, 3), new MovingScene(64, 48, RGB8), settings(VideoCodec.FFV1));
        VideoInfo info = videoIo().probe(source.toUri());

        try (FrameReader reader =
                videoIo().read(source.toUri(), info, new FrameRange(1, 2), 33, 25, PictureFormat.RGB16)) {
            Picture frame = reader.next();

            assertThat(List.of(frame.width(), frame.height())).containsExactly(33, 25);
            assertThat(frame.format()).isEqualTo(PictureFormat.RGB16);
            Picture expected = new MovingScene(33, 25, PictureFormat.RGB16).frame(1);
            // Not the same picture, since the scene depends on its size, but one as bright.
            assertThat(MovingScene.difference(frame, expected)).isLessThan(65535 * 0.2);
            assertThat(reader.next()).isNotNull();
            assertThat(reader.next()).isNull();
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void the_same_frames_and_settings_give_the_same_bytes() throws Exception {
        for (VideoCodec codec : VideoCodec.values()) {
            MovingScene scene = new MovingScene(96, 64, RGB8);
            Path one = encode(Paces.constantPace(20), new FrameRange(0, 20), scene, settings(codec));
            Path other = encode(Paces.constantPace(20), new FrameRange(0, 20), scene, settings(codec));

            assertThat(other).as("%s", codec).hasSameBinaryContentAs(one);
            Files.delete(one);
            Files.delete(other);
        }
    }

    @Test
    void a_join_shows_every_frame_at_its_time_in_every_container() throws Exception {
        for (FrameTable table : List.of(Paces.constantPace(50), Paces.phone(50), Paces.late(Paces.constantPace(50)))) {
            Path source =
                    encode(table, new FrameRange(0, 50), new MovingScene(64, 48, RGB8), settings(VideoCodec.H264));
            VideoInfo info = withFrames(videoIo().probe(source.toUri()), table);
            for (Container container : Container.values()) {
                VideoCodec codec = container.codecs().get(0);
                List<Segment> segments = segments(table, codec, 1, 13, 2, 30, 4);
                Path output = folder.resolve("joined." + container.extension());

                videoIo().join(source.toUri(), info, segments, container, output);

                FrameTable found = videoIo().probe(output.toUri()).frames();
                long shift = container == Container.TS ? found.timestamps()[0] - Paces.inTicks(table, 0, found) : 0;
                for (int i = 0; i < 50; i++) {
                    assertThat(found.timestamps()[i] - shift)
                            .as("frame %d in %s", i, container)
                            .isEqualTo(Paces.inTicks(table, i, found));
                }
                Files.delete(output);
                for (Segment segment : segments) {
                    Files.delete(segment.file());
                }
            }
            Files.delete(source);
        }
    }

    @Test
    void a_join_that_fails_leaves_nothing() throws Exception {
        FrameTable table = Paces.constantPace(10);
        Path source = encode(table, new FrameRange(0, 10), new MovingScene(32, 32, RGB8), settings(VideoCodec.H264));
        VideoInfo info = videoIo().probe(source.toUri());
        Path broken = Files.writeString(folder.resolve("broken"), "not a segment");
        Path output = folder.resolve("joined.mp4");

        assertThatThrownBy(() -> videoIo()
                        .join(
                                source.toUri(),
                                info,
                                List.of(new Segment(broken, new FrameRange(0, 10))),
                                Container.MP4,
                                output))
                .isInstanceOf(AtelierException.class);

        assertThat(files()).containsExactlyInAnyOrder(source, broken);
    }

    @Test
    void a_join_does_not_replace_a_file() throws Exception {
        FrameTable table = Paces.constantPace(4);
        Path source = encode(table, new FrameRange(0, 4), new MovingScene(32, 32, RGB8), settings(VideoCodec.H264));
        VideoInfo info = videoIo().probe(source.toUri());
        Path output = Files.writeString(folder.resolve("mine.mp4"), "keep me");

        assertThatThrownBy(() -> videoIo()
                        .join(
                                source.toUri(),
                                info,
                                List.of(new Segment(source, new FrameRange(0, 4))),
                                Container.MP4,
                                output))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("mine.mp4");
        assertThat(output).hasContent("keep me");
    }

    @Test
    void a_segment_that_was_not_finished_is_gone_after_closing() throws Exception {
        Path segment = folder.resolve("unfinished");
        MovingScene scene = new MovingScene(64, 48, RGB8);

        try (SegmentWriter writer = videoIo()
                .encode(
                        segment,
                        Paces.constantPace(9),
                        new FrameRange(0, 9),
                        64,
                        48,
                        RGB8,
                        settings(VideoCodec.H264))) {
            writer.write(scene.frame(0));
        }

        assertThat(files()).isEmpty();
    }

    @Test
    void a_segment_does_not_replace_a_file() throws Exception {
        Path mine = Files.writeString(folder.resolve("mine"), "keep me");

        assertThatThrownBy(() -> videoIo()
                        .encode(
                                mine,
                                Paces.constantPace(9),
                                new FrameRange(0, 9),
                                64,
                                48,
                                RGB8,
                                settings(VideoCodec.H264)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("mine");
        assertThat(mine).hasContent("keep me");
    }

    @Test
    void a_reader_may_be_closed_at_any_time() throws Exception {
        Path source = encode(
                Paces.constantPace(60),
                new FrameRange(0, 60),
                new MovingScene(64, 48, RGB8),
                settings(VideoCodec.H264));
        VideoInfo info = videoIo().probe(source.toUri());
        for (int read = 0; read < 3; read++) {
            FrameReader reader = videoIo().read(source.toUri(), info, new FrameRange(0, 60), 64, 48, RGB8);
            for (int i = 0; i < read; i++) {
                assertThat(reader.next()).isNotNull();
            }
            reader.close();
            reader.close();
        }
    }

    @Test
    void an_interrupt_ends_waiting_for_a_frame() throws Exception {
        Path source = encode(
                Paces.constantPace(200),
                new FrameRange(0, 200),
                new MovingScene(320, 240, RGB8),
                settings(VideoCodec.H264));
        VideoInfo info = videoIo().probe(source.toUri());
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try (FrameReader reader = videoIo().read(source.toUri(), info, new FrameRange(0, 200), 320, 240, RGB8)) {
                while (true) {
                    if (reader.next() == null) {
                        return;
                    }
                }
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        thread.start();
        thread.interrupt();
        thread.join(10_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void what_is_no_video_is_refused_in_one_line_that_names_it() throws Exception {
        byte[] noise = new byte[50_000];
        new Random(3).nextBytes(noise);
        Path video = encode(
                Paces.constantPace(60),
                new FrameRange(0, 60),
                new MovingScene(64, 48, RGB8),
                settings(VideoCodec.H264));
        byte[] whole = Files.readAllBytes(video);
        List<Path> hostile = List.of(
                Files.writeString(folder.resolve("text.mp4"), "Dear diary, today I renamed a file."),
                Files.write(folder.resolve("empty.mp4"), new byte[0]),
                Files.write(folder.resolve("noise.mkv"), noise),
                Files.write(folder.resolve("half.mp4"), Arrays.copyOf(whole, whole.length / 2)),
                Files.writeString(folder.resolve("list.mp4"), "ffconcat version 1.0\nfile '" + video + "'\n"),
                Files.writeString(folder.resolve("play.m3u8"), "#EXTM3U\n#EXTINF:9,\n" + video + "\n#EXT-X-ENDLIST\n"),
                Files.createDirectory(folder.resolve("folder.mp4")),
                folder.resolve("missing.mp4"));

        for (Path file : hostile) {
            assertThatThrownBy(() -> videoIo().probe(file.toUri()))
                    .as("%s", file.getFileName())
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(file.getFileName().toString())
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        }
    }

    @Test
    void names_with_odd_characters_are_names_and_nothing_else() throws Exception {
        Path source = encode(
                Paces.constantPace(6), new FrameRange(0, 6), new MovingScene(32, 32, RGB8), settings(VideoCodec.H264));
        for (String name : List.of("-i", "a b.mp4", "pipe:0", "%03d.mp4", "it's.mp4", "a?b#c&d.mp4", "[x],;y=z.mp4")) {
            Path odd = Files.copy(source, folder.resolve(name));
            VideoInfo info = videoIo().probe(odd.toUri());
            assertThat(read(odd, info, new FrameRange(2, 3))).hasSize(3);

            Path output = folder.resolve(name + " joined");
            videoIo().join(odd.toUri(), info, List.of(new Segment(odd, new FrameRange(0, 6))), Container.MP4, output);
            assertThat(videoIo().probe(output.toUri()).frames().count()).isEqualTo(6);
        }
    }

    private static EncodeSettings settings(VideoCodec codec) {
        return new EncodeSettings(codec, 75, ColourTags.UNSPECIFIED, SQUARE);
    }

    private Path encode(FrameTable table, FrameRange range, MovingScene scene, EncodeSettings settings)
            throws Exception {
        Path segment = folder.resolve("segment-" + System.nanoTime());
        try (SegmentWriter writer =
                videoIo().encode(segment, table, range, scene.width(), scene.height(), scene.format(), settings)) {
            for (int i = 0; i < range.count(); i++) {
                writer.write(scene.frame(range.first() + i));
            }
            writer.finish();
        }
        return segment;
    }

    private List<Segment> segments(FrameTable table, VideoCodec codec, int... counts) throws Exception {
        List<Segment> segments = new ArrayList<>();
        int from = 0;
        for (int count : counts) {
            FrameRange range = new FrameRange(from, count);
            segments.add(new Segment(encode(table, range, new MovingScene(64, 48, RGB8), settings(codec)), range));
            from += count;
        }
        return segments;
    }

    private List<Picture> read(Path source, VideoInfo info, FrameRange range) throws Exception {
        List<Picture> frames = new ArrayList<>();
        try (FrameReader reader =
                videoIo().read(source.toUri(), info, range, info.width(), info.height(), info.pictureFormat())) {
            for (Picture frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static VideoInfo withFrames(VideoInfo info, FrameTable frames) {
        return new VideoInfo(
                info.container(),
                info.streams(),
                info.videoStream(),
                info.width(),
                info.height(),
                info.rotation(),
                info.depth(),
                info.alpha(),
                info.colour(),
                info.sampleAspectRatio(),
                frames);
    }
}
