package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.media.VideoIo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures that a player turns, mirrors, weaves or darkens before it shows them. */
final class UprightAndWholeTest {
    private final VideoIo videoIo = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "0,false,false", "90,false,false", "180,false,false", "270,false,false",
        "0,true,false", "0,false,true", "90,true,false", "90,false,true"
    })
    void turned_and_mirrored_as_a_player_shows_it(String turn, boolean mirror, boolean flip) throws Exception {
        Path source = folder.resolve("source.mp4");
        List<String> command = new ArrayList<>(List.of("-display_rotation", turn));
        command.addAll(mirror ? List.of("-display_hflip") : List.of());
        command.addAll(flip ? List.of("-display_vflip") : List.of());
        command.addAll(List.of("-i", GeneratedVideo.FILM.in(folder).toString(), "-t", "0.4", "-c", "copy"));
        command.add(source.toString());
        Program.ffmpeg(command.toArray(String[]::new));

        Journey.Result result = new Journey(videoIo, folder, 1).of(source, Container.MP4, VideoCodec.H264, 90);

        Map<String, String> back = new Reading(result.output()).streams().get(0);
        assertThat(back.get("width")).isEqualTo(turn.equals("90") || turn.equals("270") ? "90" : "160");
        assertThat(back).doesNotContainKey("rotation");
        // ffmpeg turns the source by itself, as a player does.
        assertThat(psnr(result.output(), source, "null")).isGreaterThan(30);
    }

    @Test
    void interlaced_pictures_become_as_many_whole_ones_at_their_times_whatever_the_split() throws Exception {
        Path source = folder.resolve("interlaced.ts");
        Program.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=160x96:rate=50:duration=2",
                "-vf",
                "interlace",
                "-pix_fmt",
                "yuv420p",
                "-c:v",
                "mpeg2video",
                "-flags",
                "+ildct+ilme",
                "-g",
                "8",
                "-bf",
                "2",
                "-q:v",
                "2",
                source.toString());
        VideoInfo info = videoIo.probe(source.toUri());
        assertThat(info.traits().interlaced()).isTrue();

        Journey.Result result = new Journey(videoIo, folder, 2).of(source, Container.MP4, VideoCodec.H264, 95);

        assertThat(result.report().converted()).contains("video #0: interlaced to whole frames");
        assertThat(new Reading(result.output()).shown(0, 90_000)).isEqualTo(new Reading(source).shown(0, 90_000));
        assertThat(new Reading(result.output()).streams().get(0).get("field_order"))
                .isEqualTo("progressive");
        assertThat(psnr(result.output(), source, "bwdif=mode=send_frame,settb=1/90000"))
                .isGreaterThan(32);
    }

    @Test
    void frames_that_are_coded_in_fields_are_counted_once_and_come_whole_whatever_the_split() throws Exception {
        Path source = FieldCodedVideo.in(folder, 60);
        VideoInfo info = videoIo.probe(source.toUri());
        List<Long> shown = new Reading(source).shown(0, 90_000);
        assertThat(info.traits().interlaced()).isTrue();
        assertThat(new Reading(source).probe("-show_entries", "packet=pts", "-of", "csv=p=0"))
                .hasSize(100); // 40 frames of two fields each, 20 whole ones
        assertThat(info.frames().timestamps())
                .containsExactly(shown.stream().mapToLong(Long::longValue).toArray());

        Journey.Result result = new Journey(videoIo, folder, 2, 9).of(source, Container.MP4, VideoCodec.H264, 95);

        assertThat(new Reading(result.output()).shown(0, 90_000)).isEqualTo(shown);
        assertThat(psnr(result.output(), source, "bwdif=mode=send_frame:deint=interlaced,settb=1/90000"))
                .isGreaterThan(32);
    }

    @Test
    void high_dynamic_range_is_made_standard_on_request() throws Exception {
        for (PictureKind kind : List.of(PictureKind.HDR10, PictureKind.HLG)) {
            Path source = kind.in(folder);
            VideoInfo info = videoIo.probe(source.toUri()).toneMapped();

            Journey.Result result =
                    new Journey(videoIo, folder, 3).of(source, info, Container.MKV, VideoCodec.HEVC, 90);

            Map<String, String> back = new Reading(result.output()).streams().get(0);
            assertThat(back.get("color_transfer")).isEqualTo("bt709");
            assertThat(back.get("color_primaries")).isEqualTo("bt709");
            assertThat(back.get("color_space")).isEqualTo("bt709");
            assertThat(result.report().converted()).contains("video #0: high dynamic range to standard range (BT.709)");
        }
    }

    /** Of a result to a source after a filter, the mean of all planes; the sides' times are made the same. */
    private static double psnr(Path output, Path source, String filter) throws Exception {
        String text = Program.run(
                        SharedTools.TOOLS,
                        List.of(
                                SharedTools.TOOLS.ffmpeg().toString(),
                                "-hide_banner",
                                "-i",
                                output.toString(),
                                "-i",
                                source.toString(),
                                "-lavfi",
                                "[0:v]settb=1/1000,setpts=N*40[a];[1:v]" + filter
                                        + ",settb=1/1000,setpts=N*40[b];[a][b]psnr",
                                "-f",
                                "null",
                                "-"))
                .errors();
        assertThat(text).contains("average:");
        return Double.parseDouble(
                text.replaceFirst("(?s).*average:(\\S+).*", "$1").replace("inf", "200"));
    }
}
