package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.VideoIo.JoinReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of streams, tags, marks and chapters in each container; told by FFmpeg's own programs. */
final class CarriedStreamsTest {
    private static final List<String> MARKS = List.of("default", "forced", "comment");

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
        int video = result.info().videoStream();
        for (int i = 0; i < streams.size(); i++) {
            String sign = " #" + i + " ";
            if (report.dropped().stream().anyMatch(line -> line.contains(sign))) {
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
            if (container != Container.TS) {
                String language = from.getOrDefault("tag:language", "und");
                assertThat(to.getOrDefault("tag:language", "und").replace("ger", "deu"))
                        .as(where)
                        .isEqualTo(language);
                for (String mark : MARKS) {
                    // MP4 has no other marks, and must have a default among the sounds.
                    if (container == Container.MKV || (i == video && !mark.equals("comment"))) {
                        assertThat(to.get("disposition:" + mark))
                                .as(where + " " + mark)
                                .isEqualTo(from.get("disposition:" + mark));
                    }
                }
                if (from.containsKey("tag:title")) {
                    assertThat(to.containsValue(from.get("tag:title")))
                            .as(where + " title")
                            .isTrue();
                }
            }
        }
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
