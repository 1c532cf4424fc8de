package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.VideoCodec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tags that are odd, and tags that FFmpeg does not copy by itself; read with FFmpeg's own programs. */
final class CarriedTagsTest {
    @TempDir
    Path folder;

    @Test
    void names_and_values_of_any_kind_stay() throws Exception {
        Path source = folder.resolve("odd.mp4");
        Program.ffmpeg(
                "-i",
                CorpusVideo.TELEPHONE.in(folder).toString(),
                "-c",
                "copy",
                "-movflags",
                "use_metadata_tags",
                "-metadata",
                "com.example.a-b=:c#d=x\\y\n[z]",
                "-metadata",
                "[streams.stream.0]=codec_name=none]",
                "-metadata",
                "long=" + "x".repeat(60_000),
                "-metadata",
                "empty= ",
                source.toString());

        Journey.Result result = through(source, Container.MP4);

        assertThat(result.report().dropped()).isEmpty();
        String[] asked = {"-show_entries", "format_tags", "-of", "default=nw=1"};
        List<String> back = new Reading(result.output()).probe(asked);
        assertThat(back)
                .contains("TAG:com.example.a-b=:c#d=x\\y", "[z]", "TAG:[streams.stream.0]=codec_name=none]")
                .contains("TAG:long=" + "x".repeat(60_000), "TAG:title=Title");
        assertThat(TagReading.of(source).lackedBy(TagReading.of(result.output())))
                .isEmpty();
    }

    @Test
    void a_title_goes_before_what_a_program_calls_a_track() throws Exception {
        Path source = folder.resolve("handled.mkv");
        Program.ffmpeg(
                "-i",
                CorpusVideo.RATE_23_976.in(folder).toString(),
                "-c",
                "copy",
                "-metadata:s:a",
                "handler_name=SoundHandler",
                "-metadata:s:a",
                "title=Comments",
                source.toString());

        Journey.Result result = through(source, Container.MP4);

        assertThat(new Reading(result.output()).streams().get(1)).containsEntry("tag:handler_name", "Comments");
        assertThat(result.report().dropped()).isEmpty();
    }

    @Test
    void titles_that_no_command_line_takes_are_listed() throws Exception {
        Path source = folder.resolve("long.mkv");
        Program.ffmpeg(
                "-i",
                CorpusVideo.RATE_59_94.in(folder).toString(),
                "-c",
                "copy",
                "-metadata:s:a",
                "title=" + "x".repeat(60_000),
                source.toString());

        Journey.Result result = through(source, Container.MP4);

        assertThat(result.report().dropped())
                .contains("tags custom, title of audio #1 (ac3, deu): MP4 cannot hold them");
    }

    @Test
    void stations_of_a_transport_stream_keep_their_numbers_names_and_streams() throws Exception {
        String one = CorpusVideo.TRANSPORT.in(folder).toString();
        Path source = folder.resolve("stations.ts");
        Program.ffmpeg(
                "-i",
                one,
                "-i",
                one,
                "-map",
                "0",
                "-map",
                "1",
                "-c",
                "copy",
                "-program",
                "program_num=5:st=0:st=1",
                "-program",
                "program_num=9:st=2:st=3",
                "-metadata:p:0",
                "service_name=One",
                "-metadata:p:0",
                "service_provider=Somebody",
                "-metadata:p:1",
                "service_name=Two: the other",
                source.toString());

        Journey.Result same = through(source, Container.TS);
        Journey.Result other = through(source, Container.MKV);

        String[] asked = {"-show_entries", "program=program_num:program_tags:program_stream=index", "-of", "flat"};
        assertThat(same.report().dropped()).isEmpty();
        assertThat(new Reading(same.output()).probe(asked))
                .contains("programs.program.1.tags.service_name=\"Two: the other\"")
                .isEqualTo(new Reading(source).probe(asked));
        assertThat(other.report().dropped())
                .containsExactly(
                        "tags service_name, service_provider of program 5: MKV cannot hold them",
                        "tags service_name, service_provider of program 9: MKV cannot hold them");
    }

    private Journey.Result through(Path source, Container container) throws Exception {
        var journey = new Journey(new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT), folder, 1);
        return journey.of(source, container, VideoCodec.H264, 50);
    }
}
