package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.VideoCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every codec in every container that holds it; what comes out is read with FFmpeg's own programs. */
final class CodecContainersTest {
    private static final FormatsPage PAGE =
            new FormatsPage("Codecs", List.of("codec", "MP4", "MOV", "MKV", "WebM", "TS"));

    private static final List<VideoCodec> PLACES = List.of(VideoCodec.values());

    @TempDir
    static Path folder;

    @AfterAll
    static void the_page_says_the_same() throws Exception {
        PAGE.check(VideoCodec.values().length);
    }

    @ParameterizedTest
    @EnumSource(VideoCodec.class)
    void frames_and_sound_are_whole_and_quality_is_one_number(VideoCodec codec) throws Exception {
        Path source = CorpusVideo.RATE_29_97.in(folder);
        var before = new Reading(source);
        List<String> cells = new ArrayList<>(List.of(codec.name()));
        long best = 0;
        for (Container container : Container.values()) {
            if (!container.codecs().contains(codec)) {
                cells.add("");
                continue;
            }
            var journey = new Journey(new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT), folder, 1, 20);
            Journey.Result result = journey.of(source, container, codec, 90);
            var after = new Reading(result.output());
            Map<String, String> video = after.streams().get(0);
            String as = codec + " in " + container;
            assertThat(video.get("codec_name")).as(as).isEqualTo(codec.name().toLowerCase(Locale.ROOT));
            long scale = Long.parseLong(video.get("time_base").split("/", -1)[1]);
            assertThat(after.shown(0, scale))
                    .as(as)
                    .isEqualTo(moved(before.shown(0, scale), after.shown(0, scale), result));
            if (result.report().copied().stream().anyMatch(line -> line.startsWith("audio"))) {
                assertThat(after.packets(1)).as(as).isEqualTo(before.packets(1));
            } else {
                assertThat(result.report().converted()).as(as).anyMatch(line -> line.startsWith("audio"));
            }
            cells.add("exact");
            best = Files.size(result.output());
            Files.delete(result.output());
        }
        if (codec != VideoCodec.FFV1) {
            Container last = Arrays.stream(Container.values())
                    .filter(container -> container.codecs().contains(codec))
                    .reduce((a, b) -> b)
                    .orElseThrow();
            var journey = new Journey(new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT), folder, 1, 20);
            Journey.Result small = journey.of(source, last, codec, 10);
            assertThat(Files.size(small.output())).isLessThan(best);
        }
        PAGE.row(PLACES.indexOf(codec), cells);
    }

    /** In a transport stream, which has no times below 0, all streams may begin later together; then it is told. */
    private static List<Long> moved(List<Long> times, List<Long> back, Journey.Result result) {
        boolean told = result.report().converted().stream().anyMatch(line -> line.startsWith("all streams begin"));
        long shift = told ? back.get(0) - times.get(0) : 0;
        return times.stream().map(time -> time + shift).toList();
    }
}
