package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.core.media.Container;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of many kinds through the whole path; what comes back is read with FFmpeg's own programs. */
final class CorpusTest {
    private static final FormatsPage PAGE =
            new FormatsPage("Files", List.of("file", "what", "comes back as", "frames, times", "sound", "tags"));

    private static final List<CorpusVideo> PLACES = List.of(CorpusVideo.values());

    @TempDir
    static Path folder;

    @AfterAll
    static void the_page_says_the_same() throws Exception {
        PAGE.check(CorpusVideo.values().length);
    }

    @ParameterizedTest
    @EnumSource(CorpusVideo.class)
    void comes_back_whole(CorpusVideo kind) throws Exception {
        Path source = kind.in(folder);
        Container container = Container.following(kind.extension());
        var journey = new Journey(new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT), folder, PLACES.indexOf(kind));
        Journey.Result result = journey.of(source, container, container.codecs().get(0), 60);
        var before = new Reading(source);
        var after = new Reading(result.output());
        int video = result.info().videoStream();
        assertThat(result.report().dropped()).isEmpty();
        TagReading tags = TagReading.of(source);
        assertThat(tags.lackedBy(TagReading.of(result.output()))).isEmpty();
        List<Map<String, String>> streams = before.streams();
        List<Map<String, String>> back = after.streams();
        assertThat(back).hasSameSizeAs(streams);
        String[] base = back.get(video).get("time_base").split("/", -1);
        assertThat(base[0]).isEqualTo("1");
        long scale = Long.parseLong(base[1]);
        assertThat(after.shown(video, scale)).isEqualTo(before.shown(video, scale));
        String sound = "none";
        for (int i = 0; i < streams.size(); i++) {
            assertThat(back.get(i).get("codec_type")).isEqualTo(streams.get(i).get("codec_type"));
            if (i != video && streams.get(i).get("codec_type").equals("audio")) {
                boolean converted = !result.report().converted().isEmpty();
                assertThat(after.packets(i).equals(before.packets(i))).isNotEqualTo(converted);
                assertThat(after.start(i)).isCloseTo(before.start(i), within(converted ? 0.03 : 0.0006));
                sound = streams.get(i).get("codec_name")
                        + (converted ? " to " + back.get(i).get("codec_name") : " copied");
            }
        }
        String name = container.name().equals("WEBM") ? "WebM" : container.name();
        String told = tags.tags().isEmpty() ? "none" : "all " + tags.tags().size();
        PAGE.row(PLACES.indexOf(kind), List.of("." + kind.extension(), kind.what(), name, "exact", sound, told));
    }
}
