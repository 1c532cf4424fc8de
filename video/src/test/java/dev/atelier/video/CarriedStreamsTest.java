package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.media.VideoIo.JoinReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of streams, tags, marks and chapters in each container; told by FFmpeg's own programs. */
final class CarriedStreamsTest {
    @TempDir
    Path folder;

    @Test
    void every_stream_is_in_the_result_or_listed_as_dropped() throws Exception {
        Path source = RichVideo.in(folder);
        List<Map<String, String>> streams = new Reading(source).streams();
        Map<Container, List<String>> fates = new EnumMap<>(Container.class);
        for (Container container : Container.values()) {
            var journey = new Journey(new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT), folder, 3);
            Journey.Result result =
                    journey.of(source, container, container.codecs().get(0), 60);
            fates.put(container, fates(streams, source, result, container));
            checkAround(source, result, container);
        }
        FormatsPage page = new FormatsPage("Streams", List.of("from MKV", "MP4", "MOV", "MKV", "WebM", "TS"));
        for (int i = 0; i < streams.size(); i++) {
            List<String> cells = new ArrayList<>();
            cells.add(streams.get(i).get("codec_type") + " "
                    + streams.get(i).getOrDefault("codec_name", "of a font").replace("unknown", "ttf"));
            for (Container container : Container.values()) {
                cells.add(fates.get(container).get(i));
            }
            page.row(i, cells);
        }
        page.check(streams.size());
    }

    @Test
    void whichever_of_several_videos_is_styled_the_others_are_kept_as_they_are() throws Exception {
        Path source = RichVideo.in(folder);
        var videoIo = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT);
        var before = new Reading(source);
        assertThat(videoIo.probe(source.toUri()).videoStream()).isEqualTo(2); // it is marked as the default
        for (int chosen : new int[] {1, 2}) {
            int other = 3 - chosen;
            VideoInfo info = videoIo.probe(source.toUri(), false, chosen);
            assertThat(info.width()).isEqualTo(chosen == 1 ? 64 : 160);

            Journey.Result result = new Journey(videoIo, folder, 4).of(source, info, Container.MKV, VideoCodec.VP9, 60);

            var after = new Reading(result.output());
            assertThat(after.streams()).hasSameSizeAs(before.streams());
            assertThat(after.streams().get(chosen).get("codec_name")).isEqualTo("vp9");
            assertThat(after.shown(chosen, 1000)).isEqualTo(before.shown(chosen, 1000));
            assertThat(after.streams().get(other).get("codec_name")).isEqualTo("h264");
            assertThat(after.packets(other)).isEqualTo(before.packets(other));
            assertThat(after.shown(other, 1000)).isEqualTo(before.shown(other, 1000));
            for (int video = 1; video <= 2; video++) {
                assertThat(after.streams().get(video).get("disposition:default"))
                        .isEqualTo(before.streams().get(video).get("disposition:default"));
            }
            assertThat(result.report().dropped()).isEmpty();
        }
    }

    private static List<String> fates(
            List<Map<String, String>> streams, Path source, Journey.Result result, Container container)
            throws Exception {
        var before = new Reading(source);
        var after = new Reading(result.output());
        List<Map<String, String>> all = after.streams();
        // In MP4 the titles of chapters are a track.
        List<Map<String, String>> back = all.stream()
                .filter(stream -> !stream.get("codec_name").equals("bin_data"))
                .toList();
        JoinReport report = result.report();
        List<String> fates = new ArrayList<>();
        List<Map<String, String>> left = new ArrayList<>(back);
        Map<Integer, Integer> places = new HashMap<>();
        int video = result.info().videoStream();
        for (int i = 0; i < streams.size(); i++) {
            String sign = " #" + i + " ";
            if (report.dropped().stream().anyMatch(line -> line.matches("[a-z]+" + sign + ".*"))) {
                fates.add("listed");
                continue;
            }
            Map<String, String> from = streams.get(i);
            String where = "stream " + i + " in " + container;
            Map<String, String> to = left.stream()
                    .filter(stream -> stream.get("codec_type").equals(from.get("codec_type")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(where + " is missing"));
            // What is attached comes last, in an order of the container's own.
            assertThat(left.indexOf(to)).as(where).isLessThan(i < 12 ? 1 : 2);
            left.remove(to);
            places.put(i, all.indexOf(to));
            boolean converted = report.converted().stream().anyMatch(line -> line.contains(sign));
            if (i == video) {
                fates.add("encoded");
            } else if (converted) {
                fates.add("to " + to.get("codec_name"));
            } else {
                assertThat(to.get("codec_name")).as(where).isEqualTo(from.get("codec_name"));
                if (!from.get("codec_type").equals("attachment") && !from.containsKey("attached")) {
                    assertThat(after.packets(all.indexOf(to))).as(where).isEqualTo(before.packets(i));
                }
                fates.add("copied");
            }
            Set<String> lostMarks = from.entrySet().stream()
                    .filter(mark -> mark.getKey().startsWith("disposition:"))
                    .filter(mark ->
                            mark.getValue().equals("1") && to.get(mark.getKey()).equals("0"))
                    .map(mark -> mark.getKey().substring("disposition:".length()))
                    .collect(Collectors.toSet());
            Set<String> listedMarks = report.dropped().stream()
                    .filter(line -> line.matches("marks? .*" + sign + ".*"))
                    .flatMap(line -> Stream.of(
                            line.replaceFirst("marks? (.*) of .*", "$1").split(", ", -1)))
                    .collect(Collectors.toSet());
            assertThat(listedMarks).as(where + " marks").isEqualTo(lostMarks);
        }
        Map<Integer, Integer> origins = new HashMap<>();
        places.forEach((from, to) -> origins.put(to, from));
        Map<Integer, Integer> kept = new HashMap<>();
        places.keySet().forEach(i -> kept.put(i, i));
        Set<String> lost = TagReading.of(source)
                .moved(kept)
                .lackedBy(TagReading.of(result.output()).moved(origins));
        // Chapters are listed as wholes, and only an attached file has a name.
        lost.removeIf(tag -> (container == Container.TS && tag.startsWith("chapter"))
                || (container == Container.MP4 && tag.matches("stream.13 (filename|mimetype)")));
        assertThat(TagReading.listed(report.dropped()))
                .as("tags in %s", container)
                .isEqualTo(lost);
        assertThat(left).as("more streams in %s", container).isEmpty();
        return fates;
    }

    private static void checkAround(Path source, Journey.Result result, Container container) throws Exception {
        String[] chapters = {"-show_entries", "chapter=start_time,end_time:chapter_tags=title", "-of", "csv=p=0"};
        String[] tags = {"-show_entries", "format_tags=title,artist,comment", "-of", "flat"};
        if (container != Container.TS) {
            assertThat(new Reading(result.output()).probe(chapters)).isEqualTo(new Reading(source).probe(chapters));
            assertThat(new Reading(result.output())
                            .probe(tags).stream()
                                    .map(l -> l.replaceFirst(".*=", ""))
                                    .sorted())
                    .as("%s", container)
                    .containsExactlyElementsOf(new Reading(source)
                            .probe(tags).stream()
                                    .map(l -> l.replaceFirst(".*=", ""))
                                    .sorted()
                                    .toList());
        } else {
            assertThat(result.report().dropped()).anyMatch(line -> line.contains("2 chapters"));
        }
    }
}
