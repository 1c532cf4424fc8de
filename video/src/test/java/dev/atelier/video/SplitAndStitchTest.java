package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.job.JobOptions;
import dev.atelier.core.job.JobOptions.OnFailedFrame;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.media.Container;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.VideoEncoder;
import dev.atelier.core.pipeline.JobRunner;
import dev.atelier.core.pipeline.Ports;
import dev.atelier.core.store.LocalStore;
import dev.atelier.core.store.Location;
import dev.atelier.testkit.fake.FakeModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Videos taken apart into frames, scored as a folder, and put together again. The model inverts: twice is nothing. */
class SplitAndStitchTest {
    private static final ImageIo IMAGES =
            new FfmpegImageIo(SharedTools.TOOLS, Limits.DEFAULT, new RawImageIo(), 1_000_000);

    @TempDir
    Path folder;

    private JobReport run(JobSpec.Kind kind, Path input, Path output, OutputForm form) throws Exception {
        Files.createDirectories(folder.resolve("scratch"));
        var ports = new Ports(
                new LocalStore(folder.resolve("ops")),
                new LocalStore(folder.resolve("data")),
                address -> new Location(
                        new LocalStore(Path.of(address).getParent()),
                        Path.of(address).getFileName().toString()),
                new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT),
                IMAGES,
                new FakeModels(1),
                folder.resolve("scratch"),
                Clock.systemUTC());
        var spec = new JobSpec(
                new JobSpec.Input(kind, input.toString(), "digest of " + input),
                new JobSpec.Model("invert", "digest", "cpu"),
                null,
                new JobSpec.Output(output.toString(), false, form),
                new JobOptions(1, FrameSize.SOURCE, 13, 0, OnFailedFrame.FAIL),
                Map.of());
        var engine = new InProcessEngine(2, RetryPolicy.DEFAULT, Clock.systemUTC(), new Random(1));
        return new JobRunner(ports, engine, 2, event -> {})
                .run(spec, false, new StopSignal())
                .orElseThrow();
    }

    private Path split(Path video, String name) throws Exception {
        return split(video, name, ImageFormat.PNG);
    }

    private Path split(Path video, String name, ImageFormat format) throws Exception {
        Path frames = folder.resolve(name);
        run(JobSpec.Kind.VIDEO, video, frames, new OutputForm.Images(format, 75));
        return frames;
    }

    private Path stitch(Path frames, Container container, Rational rate) throws Exception {
        Path video = folder.resolve(frames.getFileName() + "-stitched." + container.extension());
        run(
                JobSpec.Kind.FOLDER,
                frames,
                video,
                new OutputForm.Video(container, container.codecs().get(0), 60, VideoEncoder.SOFTWARE, rate));
        return video;
    }

    @ParameterizedTest
    @EnumSource(
            value = CorpusVideo.class,
            mode = Mode.INCLUDE,
            names = {
                "RATE_29_97",
                "VARIABLE_RATE",
                "JITTER",
                "LATE_START",
                "SOUND_EARLY",
                "SOUND_LATE_WEBM",
                "EDIT_LIST",
                "TRANSPORT",
                "AVI",
                "PRORES",
                "GIF",
                "ONE_FRAME",
                "SILENT"
            })
    void every_frame_comes_back_at_its_time_and_the_sound_unchanged(CorpusVideo kind) throws Exception {
        Path source = kind.in(folder);
        Path frames = split(source, "frames");
        Path scored = folder.resolve("scored");
        run(JobSpec.Kind.FOLDER, frames, scored, new OutputForm.Images(null, 75));
        Path back = stitch(scored, Container.following(kind.extension()), null);

        var before = new Reading(source);
        var after = new Reading(back);
        int video = video(before);
        String[] base = after.streams().get(video(after)).get("time_base").split("/", -1);
        long scale = Long.parseLong(base[1]);
        List<Long> shown = before.shown(video, scale);
        assertThat(after.shown(video(after), scale)).isEqualTo(shown);
        try (Stream<Path> images = Files.list(scored)) {
            assertThat(images.filter(file -> file.toString().endsWith(".png"))).hasSameSizeAs(shown);
        }
        List<Map<String, String>> streams = before.streams();
        assertThat(after.streams()).hasSameSizeAs(streams);
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).get("codec_type").equals("audio")) {
                assertThat(after.packets(i)).isEqualTo(before.packets(i));
                assertThat(after.start(i)).isCloseTo(before.start(i), within(0.0011));
            }
        }
    }

    /** The frames as plain samples are the measure: what becomes of them in another test is right. */
    @ParameterizedTest
    @EnumSource(
            value = CorpusVideo.class,
            mode = Mode.INCLUDE,
            names = {"RATE_29_97", "VARIABLE_RATE", "PRORES"})
    void exr_frames_hold_every_bit_and_give_back_the_same_video(CorpusVideo kind) throws Exception {
        Path source = kind.in(folder);
        Path frames = split(source, "frames");
        Path light = split(source, "light", ImageFormat.EXR);
        Path scored = folder.resolve("scored");
        run(JobSpec.Kind.FOLDER, light, scored, new OutputForm.Images(null, 75));

        boolean deep = kind == CorpusVideo.PRORES;
        try (Stream<Path> images = Files.list(frames)) {
            for (Path image : images.filter(f -> f.toString().endsWith(".png")).toList()) {
                String exr = image.getFileName().toString().replace(".png", ".exr");
                Picture expected = IMAGES.decode("frame", Files.readAllBytes(image));
                Picture found = IMAGES.decode(exr, Files.readAllBytes(light.resolve(exr)));
                assertThat(expected.format()).isEqualTo(deep ? PictureFormat.RGB16 : PictureFormat.RGB8);
                assertThat(found.format()).isEqualTo(PictureFormat.RGB16);
                assertThat(Arrays.equals((deep ? found : found.shallow()).samples(), expected.samples()))
                        .as(exr)
                        .isTrue();
            }
        }
        Path twice = folder.resolve("twice");
        run(JobSpec.Kind.FOLDER, frames, twice, new OutputForm.Images(null, 75));
        Container container = Container.following(kind.extension());
        assertThat(stitch(scored, container, null)).hasSameBinaryContentAs(stitch(twice, container, null));
    }

    private static int video(Reading file) throws Exception {
        List<Map<String, String>> streams = file.streams();
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).get("codec_type").equals("video")) {
                return i;
            }
        }
        throw new AssertionError("no video in " + file);
    }

    @Test
    void gaps_and_duplicates_and_strangers_are_named_together() throws Exception {
        Path frames = split(CorpusVideo.RATE_23_976.in(folder), "frames");
        Files.delete(frames.resolve("frame-000003.png"));
        Files.delete(frames.resolve("frame-000017.png"));
        Files.copy(frames.resolve("frame-000005.png"), frames.resolve("00005_other.png"));
        Files.copy(frames.resolve("frame-000005.png"), frames.resolve("frame-000999.png"));
        Files.copy(frames.resolve("frame-000005.png"), frames.resolve("holiday.png"));

        assertThatThrownBy(() -> stitch(frames, Container.MP4, null))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.problems())
                        .hasSize(4)
                        .anyMatch(p -> p.contains("missing") && p.endsWith(": 3, 17"))
                        .anyMatch(p -> p.contains("twice") && p.contains("00005_other.png and frame-000005.png"))
                        .anyMatch(p -> p.contains("beyond the last") && p.contains("frame-000999.png"))
                        .anyMatch(p -> p.contains("without a number") && p.contains("holiday.png")));
    }

    @Test
    void frames_from_elsewhere_need_a_rate_and_take_their_sound_along() throws Exception {
        Path source = CorpusVideo.RATE_23_976.in(folder);
        Path frames = split(source, "frames");
        Path reference = Files.createDirectory(folder.resolve("reference"));
        int count = 30;
        for (int i = 0; i < count; i++) {
            String from = String.format(Locale.ROOT, "frame-%06d.png", i);
            Files.copy(frames.resolve(from), reference.resolve(String.format(Locale.ROOT, "%05d_clip.jpg", i + 1)));
        }
        Program.ffmpeg(
                "-i",
                source.toString(),
                "-vn",
                "-c:a",
                "copy",
                reference.resolve("audio.aac").toString());

        assertThatThrownBy(() -> stitch(reference, Container.MP4, null)).hasMessageContaining("--rate");
        Path back = stitch(reference, Container.MP4, new Rational(24, 1));

        var after = new Reading(back);
        assertThat(after.shown(0, 24)).hasSize(count).startsWith(0L, 1L, 2L).endsWith(29L);
        assertThat(after.streams()).extracting(s -> s.get("codec_type")).containsExactly("video", "audio");
        assertThat(after.packets(1)).isEqualTo(new Reading(source).packets(1));
    }

    @Test
    void an_index_that_lies_is_refused() throws Exception {
        Path frames = split(CorpusVideo.SILENT.in(folder), "frames");
        String index = Files.readString(frames.resolve("frames.json"));
        Map<String, String> lies = Map.of(
                "{}",
                "no index of frames that this version reads",
                "nonsense",
                "no index of frames",
                index.replace("streams.mp4", "../streams.mp4"),
                "names no file beside it",
                index.replace("streams.mp4", "gone.mp4"),
                "there is no ",
                index.replaceFirst("\"timestamps\":\\[0,", "\"timestamps\":[9999999,"),
                "do not increase");
        for (Map.Entry<String, String> lie : lies.entrySet()) {
            Files.writeString(frames.resolve("frames.json"), lie.getKey());
            assertThatThrownBy(() -> stitch(frames, Container.MP4, null))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(lie.getValue());
        }
    }
}
