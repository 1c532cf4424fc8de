package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs whose inputs, outputs, records and intermediate results are all in a cloud. */
class CloudStoresTest {
    /** A long run sets 30. */
    private static final int KILLS = Integer.getInteger("atelier.cloud.kills", 3);

    @TempDir
    static Path folder;

    private static Cloud cloud;
    private static Path clip;
    private static Path style;
    private static Path expected;

    @BeforeAll
    static void start() throws Exception {
        cloud = new Cloud(folder);
        var media = new TestMedia(folder);
        clip = media.video("clip.mp4", 128, 72, 36);
        style = media.image("style.jpg", 96, 96, 5);
        expected = folder.resolve("expected.mp4");
        AtelierProcess.Result local = AtelierProcess.run(folder.resolve("home"), style(clip.toString(), expected));
        assertThat(local.exitCode()).as(local.err()).isZero();
    }

    @AfterAll
    static void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    private static String[] style(String input, Object output) {
        return new String[] {
            "style",
            input,
            "--style",
            style.toString(),
            "-o",
            output.toString(),
            "--batch-size",
            "6",
            "--jobs",
            "2",
            "--json"
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "s3"})
    void aJobInAStoreGivesTheBytesOfOneOnTheDiskHoweverOftenItIsKilled(String scheme) throws Exception {
        Path home = folder.resolve("home-" + scheme);
        String in = scheme + "://media/in/a film & more.mp4";
        String out = scheme + "://media/out/" + "film.mp4";
        cloud.done(home, scheme, "store", "cp", clip.toString(), in);
        Random random = new Random(20261125);
        int kills = 0;
        while (kills < KILLS) {
            AtelierProcess process = cloud.start(home, scheme, style(in, out));
            int events = 3 + random.nextInt(25);
            while (process.process().isAlive() && process.outSoFar().lines().count() < events) {
                Thread.sleep(5);
            }
            boolean ended = process.process().waitFor(random.nextInt(60), TimeUnit.MILLISECONDS);
            process.kill();
            kills++;
            if (ended) {
                break;
            }
        }
        cloud.done(home, scheme, style(in, out));
        Path result = folder.resolve("result-" + scheme + ".mp4");
        cloud.done(home, scheme, "store", "cp", out, result.toString());

        assertThat(result).hasSameBinaryContentAs(expected);
        assertThat(cloud.done(home, scheme, "store", "ls", scheme + "://data")).isEmpty();
        assertThat(cloud.done(home, scheme, "store", "ls", scheme + "://media/out"))
                .hasLineCount(1);
        assertThat(cloud.done(home, scheme, "store", "ls", scheme + "://ops"))
                .contains("/atelier/records/jobs/")
                .doesNotContain("products");
        assertThat(home.resolve("ops")).doesNotExist();
        assertThat(home.resolve("data")).doesNotExist();
        try (var scratch = Files.list(home.resolve("scratch"))) {
            assertThat(scratch).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "s3"})
    void signedLinksWorkAsInputAndAsOutputAndAreKeptNowhere(String scheme) throws Exception {
        Path home = folder.resolve("home-links-" + scheme);
        String in = scheme + "://media/links/in.mp4";
        String out = scheme + "://media/links/out.mp4";
        cloud.done(home, scheme, "store", "cp", clip.toString(), in);
        String read = cloud.done(home, scheme, "store", "link", in).strip();
        String write = cloud.done(home, scheme, "store", "link", out, "--permit", "write")
                .strip();
        AtelierProcess.Result result = cloud.run(home, "file", style(read, write));

        assertThat(result.exitCode()).as(result.err()).isZero();
        Path copy = folder.resolve("linked-" + scheme + ".mp4");
        cloud.done(home, scheme, "store", "cp", out, copy.toString());
        assertThat(copy).hasSameBinaryContentAs(expected);
        String signature = read.replaceAll(".*[?&](sig|X-Amz-Signature)=([^&]+).*", "$2");
        assertThat(signature).isNotEqualTo(read).hasSizeGreaterThan(20);
        assertThat(result.out() + result.err()).doesNotContain(signature);
        assertThat(Planted.in(home, signature)).isEmpty();
    }

    @Test
    void aFolderSaysThatItHasNoLinks() throws Exception {
        AtelierProcess.Result result = cloud.run(folder.resolve("home"), "file", "store", "link", clip.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(result.err()).contains(clip + " has no signed links");
    }
}
