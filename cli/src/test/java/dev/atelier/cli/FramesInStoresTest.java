package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.VideoInfo;
import dev.atelier.video.FfmpegTools;
import dev.atelier.video.FfmpegVideoIo;
import dev.atelier.video.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference's way, a video as single frames in a store; and what becomes of them there when they are not wanted any more. */
class FramesInStoresTest {
    private static final FfmpegTools TOOLS = FfmpegTools.install(TestMedia.cache());

    @TempDir
    static Path folder;

    private static Cloud cloud;
    private static Path clip;

    @BeforeAll
    static void start() throws Exception {
        cloud = new Cloud(folder);
        clip = new TestMedia(folder)
                .generated(
                        "clip.mp4",
                        "testsrc2=size=96x64:rate=30000/1001:duration=1 sine=duration=1",
                        "-c:v libx264 -threads 1 -pix_fmt yuv420p -c:a aac");
    }

    @AfterAll
    static void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    private static VideoInfo probe(Path video) throws Exception {
        return new FfmpegVideoIo(TOOLS, Limits.DEFAULT).probe(video.toUri());
    }

    private static String sound(Path video) throws Exception {
        return TestMedia.ffmpeg(List.of("-i", video.toString(), "-map", "0:a", "-c", "copy", "-f", "md5", "-"));
    }

    @ParameterizedTest
    @CsvSource({"s3, webp", "s3, jpeg", "az, exr"})
    void aVideoIsSplitScoredAndStitchedInAStore(String scheme, String format) throws Exception {
        Commands commands = cloud.commands(folder.resolve("home-" + scheme + format), scheme);
        String place = scheme + "://media/" + format;
        Path back = folder.resolve("back-" + scheme + format + ".mp4");
        commands.done("store", "cp", clip.toString(), place + "/clip.mp4");
        commands.done("split", place + "/clip.mp4", "--format", format, "--quality", "100");
        commands.done(
                "score", place + "/clip-frames", "--model", "identity", "--batch-size", "7", "-o", place + "/scored/");
        commands.done("stitch", place + "/scored/", "-o", place + "/clip-back.mp4");
        commands.done("store", "cp", place + "/clip-back.mp4", back.toString());

        VideoInfo before = probe(clip);
        VideoInfo after = probe(back);
        assertThat(after.frames().count()).isEqualTo(30);
        for (int i = 0; i < 30; i++) {
            assertThat(after.frames().seconds(i)).isEqualTo(before.frames().seconds(i));
        }
        assertThat(after.depth()).isEqualTo(8);
        assertThat(sound(back)).isEqualTo(sound(clip)).startsWith("MD5=");
        String extension = format.equals("jpeg") ? "jpg" : format;
        assertThat(commands.done("store", "ls", place + "/scored").lines().filter(l -> l.endsWith("." + extension)))
                .hasSize(30);
        assertThat(commands.done("store", "ls", scheme + "://data")).isEmpty();
    }

    @Test
    void lossComesOfTheVideosCodecAloneNotOfTheFrames() throws Exception {
        Path home = folder.resolve("home");
        List<byte[]> videos = new ArrayList<>();
        for (String format : List.of("png", "webp", "exr", "tiff")) {
            Path frames = folder.resolve("frames-" + format);
            Path video = folder.resolve(format + ".mp4");
            Commands commands = cloud.commands(home, "file");
            commands.done("split", clip.toString(), "--format", format, "--quality", "100", "-o", frames.toString());
            commands.done("stitch", frames.toString(), "-o", video.toString());
            videos.add(Files.readAllBytes(video));
        }

        assertThat(videos).allSatisfy(video -> assertThat(video).containsExactly(videos.get(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "s3", "file"})
    void whatIsRemovedIsGoneAndNothingElse(String scheme) throws Exception {
        Commands commands = cloud.commands(folder.resolve("home-rm-" + scheme), scheme);
        String place = (scheme.equals("file") ? folder.toString() : scheme + "://media") + "/rm-" + scheme;
        for (String name : List.of("a/1.bin", "a/b/2 & 3.bin", "ab.bin", "c.bin")) {
            commands.done("store", "cp", clip.toString(), place + "/" + name);
        }

        String copied = place + "-copied";
        commands.done("store", "cp", place, copied);
        assertThat(commands.done("store", "ls", copied)).hasLineCount(4).contains("a/b/2");
        Said again = commands.run("store", "cp", place, copied);
        assertThat(again.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(again.err()).contains("exists", "--overwrite");
        commands.done("store", "cp", "--overwrite", place, copied);
        commands.done("store", "rm", "-r", copied);
        assertThat(commands.run("store", "ls", copied).err()).contains("there is nothing at");

        Said folderAlone = commands.run("store", "rm", place + "/a");
        assertThat(folderAlone.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(folderAlone.err()).contains("there is no object " + place + "/a", "--recursive");
        assertThat(commands.run("store", "rm", place + "/none.bin").exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(commands.done("store", "ls", place)).hasLineCount(4);

        commands.done("store", "rm", place + "/c.bin");
        assertThat(commands.done("store", "ls", place)).hasLineCount(3).doesNotContain("c.bin");
        commands.done("store", "rm", "-r", place + "/a");
        assertThat(commands.done("store", "ls", place)).hasLineCount(1).contains("/ab.bin");
    }
}
