package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.video.FfmpegTools;
import dev.atelier.video.FfmpegVideoIo;
import dev.atelier.video.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged video on the command line: refused with the time of the damage, or scored as far as it decodes. */
class SalvageTest {
    private static final int FRAMES = 60;

    @TempDir
    Path folder;

    private Path clip;
    private Path output;

    @BeforeEach
    void damageAClip() throws Exception {
        clip = new TestMedia(folder).video("clip.mp4", 96, 64, FRAMES);
        output = folder.resolve("out.mp4");
        byte[] bytes = Files.readAllBytes(clip);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 400, (byte) 0);
        Files.write(clip, bytes);
    }

    private Said score(String... more) {
        var words = new java.util.ArrayList<>(List.of("score", clip.toString(), "--model", "identity"));
        words.addAll(List.of("-o", output.toString(), "--quiet"));
        words.addAll(List.of(more));
        return Said.by(folder.resolve("home"), words.toArray(String[]::new));
    }

    @Test
    void itIsRefusedWithTheTimeOfTheFirstFrameThatDoesNotDecode() {
        Said said = score();

        assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
        MatchResult told = told(said.err());
        assertThat(Double.parseDouble(told.group(1)))
                .isEqualTo(Math.round(Integer.parseInt(told.group(2)) * 1000 / 24.0) / 1000.0);
        assertThat(output).doesNotExist();
    }

    @Test
    void itIsSalvagedAndWhatWasLostIsListed() throws Exception {
        int first = Integer.parseInt(told(score().err()).group(2));

        Said said = score("--salvage");

        assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.DONE_WITH_FAILED_ITEMS);
        assertThat(said.out() + said.err())
                .contains("frame-%06d".formatted(first))
                .contains("is damaged at %.3f s".formatted(first / 24.0))
                .contains("replaced by the previous frame")
                .doesNotContain("frame-%06d".formatted(first - 1));
        var videoIo = new FfmpegVideoIo(FfmpegTools.install(TestMedia.cache()), Limits.DEFAULT);
        assertThat(videoIo.probe(output.toUri()).frames().count()).isEqualTo(FRAMES);
    }

    private static MatchResult told(String text) {
        var matcher = Pattern.compile("damaged at (\\d+\\.\\d{3}) s: frame (\\d+) does not decode")
                .matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.toMatchResult();
    }
}
