package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.video.TransportStream.Extra;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subtitles as pictures and what is no picture, sound or text at all; told by FFmpeg's own programs. */
final class CarriedDataTest {
    private static final FormatsPage PAGE =
            new FormatsPage("Data", List.of("from", "stream", "MP4", "MOV", "MKV", "WebM", "TS"));
    private static final int ROWS = 9;

    @TempDir
    Path folder;

    @Test
    void data_and_pictures_of_words_are_carried_or_listed() throws Exception {
        int row = check(0, "TS", transportStream(), List.of("DVB subtitles", "KLV", "timed ID3", "DVB teletext"));
        row = check(row, "MOV", quickTime(), List.of("EIA-608 captions", "GPMF", "other data"));
        row = check(row, "MKV", disc(), List.of("DVD subtitles", "Blu-ray subtitles"));
        assertThat(row).isEqualTo(ROWS);
        PAGE.check(ROWS);
    }

    @Test
    void captions_within_the_picture_are_listed() throws Exception {
        Path plain = folder.resolve("plain.m2v");
        Program.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                CorpusVideo.PICTURE + "25",
                "-pix_fmt",
                "yuv420p",
                "-c:v",
                "mpeg2video",
                "-f",
                "mpeg2video",
                plain.toString());
        String slice = "\0\0\1\1";
        String caption = "\0\0\1\u00b2GA94\3A\u00ff\u00fc\u0094 \u00ff";
        String bytes = Files.readString(plain, StandardCharsets.ISO_8859_1);
        Path captioned = Files.writeString(
                folder.resolve("captioned.m2v"), bytes.replace(slice, caption + slice), StandardCharsets.ISO_8859_1);
        for (Path elementary : List.of(plain, captioned)) {
            Path source = folder.resolve(elementary.getFileName() + ".mkv");
            Program.ffmpeg(
                    "-i",
                    elementary.toString(),
                    "-c",
                    "copy",
                    "-bsf:v",
                    "setts=pts=N:dts=N:time_base=1/25",
                    source.toString());

            var journey = new Journey(new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT), folder, 1);
            Journey.Result result = journey.of(source, Container.MKV, VideoCodec.H264, 60);

            assertThat(result.report().dropped())
                    .isEqualTo(
                            elementary == plain
                                    ? List.of()
                                    : List.of(
                                            "captions within video #0 (mpeg2video): they lie in the pictures, which are"
                                                    + " made anew"));
        }
    }

    /** The streams in question come last. */
    private int check(int first, String from, Path source, List<String> names) throws Exception {
        var before = new Reading(source);
        int others = before.streams().size() - names.size();
        Map<Container, List<String>> fates = new EnumMap<>(Container.class);
        for (Container container : Container.values()) {
            var journey = new Journey(new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT), folder, first);
            Journey.Result result =
                    journey.of(source, container, container.codecs().get(0), 60);
            var after = new Reading(result.output());
            List<Map<String, String>> back = after.streams();
            List<String> told = new ArrayList<>();
            int place = others;
            for (int i = others; i < others + names.size(); i++) {
                String sign = "[a-z]+ #" + i + " .*";
                String where = names.get(i - others) + " in " + container;
                if (result.report().dropped().stream().anyMatch(line -> line.matches(sign))) {
                    told.add("listed");
                    continue;
                }
                String[] times = {
                    "-select_streams", String.valueOf(place), "-show_entries", "packet=pts_time,size", "-of", "csv=p=0"
                };
                String[] timesBefore = times.clone();
                timesBefore[1] = String.valueOf(i);
                boolean converted = result.report().converted().stream().anyMatch(line -> line.matches(sign));
                boolean teletext = where.contains("teletext");
                double shift = after.start(result.info().videoStream())
                        - before.start(result.info().videoStream());
                assertThat(time(after.probe(times), teletext) - shift)
                        .as(where)
                        .isCloseTo(time(before.probe(timesBefore), teletext), within(0.02));
                if (converted) {
                    told.add("to " + back.get(place).get("codec_name"));
                } else {
                    assertThat(back.get(place).get("codec_name"))
                            .as(where)
                            .isEqualTo(before.streams().get(i).get("codec_name"));
                    assertThat(after.packets(place)).as(where).isEqualTo(before.packets(i));
                    assertThat(after.probe(times)).as(where).hasSameSizeAs(before.probe(timesBefore));
                    told.add("copied");
                }
                place++;
            }
            assertThat(back).as("streams in %s", container).hasSize(place);
            fates.put(container, told);
        }
        for (int i = 0; i < names.size(); i++) {
            List<String> cells = new ArrayList<>(List.of(from, names.get(i)));
            for (Container container : Container.values()) {
                cells.add(fates.get(container).get(i));
            }
            PAGE.row(first + i, cells);
        }
        return first + names.size();
    }

    /**
     * The time of the first packet, or of the last: FFmpeg gives teletext the times of the clock of the transport stream,
     * the first of which it does not know.
     */
    private static double time(List<String> times, boolean teletext) {
        List<String> told = times.stream()
                .map(line -> line.split(",", -1))
                .filter(fields -> Integer.parseInt(fields[1]) > 2) // what stands for no words at all in MP4
                .map(fields -> fields[0])
                .toList();
        return Double.parseDouble(told.get(teletext ? told.size() - 1 : 0));
    }

    private Path transportStream() throws Exception {
        Path words = folder.resolve("words.ts");
        Program.ffmpeg(
                "-copyts",
                "-i",
                CorpusVideo.TRANSPORT.in(folder).toString(),
                "-i",
                blueRay().toString(),
                "-map",
                "0",
                "-map",
                "1",
                "-c",
                "copy",
                "-c:s",
                "dvbsub",
                "-mpegts_copyts",
                "1",
                words.toString());
        return TransportStream.with(
                words, folder.resolve("data.ts"), List.of(Extra.KLV, Extra.TIMED_ID3, Extra.TELETEXT));
    }

    private Path quickTime() throws Exception {
        Path captions = Files.writeString(folder.resolve("captions.scc"), """
                Scenarist_SCC V1.0

                00:00:00:10\t9420 9420 9470 9470 c8e5 ecec ef80 942f 942f

                00:00:01:00\t942c 942c

                """);
        Path chapters = Files.writeString(folder.resolve("chapters"), """
                ;FFMETADATA1
                [CHAPTER]
                TIMEBASE=1/1000
                START=0
                END=1000
                title=One
                [CHAPTER]
                TIMEBASE=1/1000
                START=1000
                END=1500
                title=Two
                """);
        Path titled = folder.resolve("titled.mp4");
        Program.ffmpeg(
                "-i",
                CorpusVideo.RATE_23_976.in(folder).toString(),
                "-i",
                chapters.toString(),
                "-map",
                "0",
                "-c",
                "copy",
                "-map_chapters",
                "1",
                titled.toString());
        Path file = folder.resolve("data.mov");
        // What FFmpeg writes the titles of chapters to serves as data of other kinds.
        Program.ffmpeg(
                "-i",
                titled.toString(),
                "-i",
                captions.toString(),
                "-map",
                "0:v",
                "-map",
                "0:a",
                "-map",
                "1",
                "-map",
                "0:d",
                "-map",
                "0:d",
                "-c",
                "copy",
                "-tag:d",
                "gpmd",
                "-map_chapters",
                "-1",
                file.toString());
        byte[] bytes = Files.readAllBytes(file);
        int last = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("gpmd");
        System.arraycopy("mebx".getBytes(StandardCharsets.ISO_8859_1), 0, bytes, last, 4);
        return Files.write(file, bytes);
    }

    private Path disc() throws Exception {
        Path file = folder.resolve("disc.mkv");
        String words = blueRay().toString();
        Program.ffmpeg(
                "-copyts",
                "-i",
                CorpusVideo.RATE_59_94.in(folder).toString(),
                "-fix_sub_duration",
                "-i",
                words,
                "-i",
                words,
                "-map",
                "0",
                "-map",
                "1",
                "-map",
                "2",
                "-c",
                "copy",
                "-c:s:0",
                "dvdsub",
                file.toString());
        return file;
    }

    private Path blueRay() throws Exception {
        return Files.write(folder.resolve("bitmap.sup"), RichVideo.presentationGraphics());
    }
}
