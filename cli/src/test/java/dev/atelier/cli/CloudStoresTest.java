package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.testkit.server.AzuriteServer;
import dev.atelier.testkit.server.S3ProxyServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
        Commands commands = cloud.commands(home, scheme);
        commands.done("store", "cp", clip.toString(), in);
        Random random = new Random(20261125);
        int films = 0;
        for (int kills = 0; kills < KILLS; films++) {
            String out = scheme + "://media/out-" + scheme + "/film-" + films + ".mp4";
            // a job that came to its end is followed by another, until there were kills enough
            for (boolean ended = false; !ended && kills < KILLS; kills++) {
                AtelierProcess process = cloud.start(home, scheme, style(in, out));
                int events = 3 + random.nextInt(25);
                while (process.process().isAlive() && process.outSoFar().lines().count() < events) {
                    Thread.sleep(5);
                }
                ended = process.process().waitFor(random.nextInt(60), TimeUnit.MILLISECONDS);
                process.kill();
            }
            commands.done(style(in, out));
            Path result = folder.resolve("result-" + scheme + "-" + films + ".mp4");
            commands.done("store", "cp", out, result.toString());
            assertThat(result).hasSameBinaryContentAs(expected);
        }

        assertThat(commands.done("store", "ls", scheme + "://data")).isEmpty();
        assertThat(commands.done("store", "ls", scheme + "://media/out-" + scheme))
                .hasLineCount(films);
        assertThat(commands.done("store", "ls", scheme + "://ops"))
                .contains("/atelier/records/jobs/")
                .doesNotContain("products");
        assertThat(cloud.s3Proxy().unfinishedUploads()).isEmpty();
        assertThat(home.resolve("ops")).doesNotExist();
        assertThat(home.resolve("data")).doesNotExist();
        try (var scratch = Files.list(home.resolve("scratch"))) {
            assertThat(scratch).isEmpty();
        }
    }

    @Test
    void anUploadThatAKillLeftUnfinishedIsGoneAfterTheNextRun() throws Exception {
        Path home = folder.resolve("home-large");
        Path noise = new TestMedia(folder)
                .generated("noise.mkv", "color=gray:s=480x270:r=24:d=2,noise=alls=100:allf=t", "-c:v ffv1");
        String out = "s3://media/large/noise.mkv";
        String[] score = {"score", noise.toString(), "--model", "identity", "--codec", "ffv1", "-o", out, "--quiet"};
        AtelierProcess process = cloud.start(home, "s3", score);
        while (process.process().isAlive()
                && cloud.s3Proxy().unfinishedUploads().isEmpty()) {
            Thread.sleep(2);
        }
        process.kill();
        assertThat(cloud.s3Proxy().unfinishedUploads())
                .as("the kill was in time")
                .hasSize(1);
        Commands commands = cloud.commands(home, "s3");
        commands.done(score);

        assertThat(cloud.s3Proxy().unfinishedUploads()).isEmpty();
        assertThat(commands.done("store", "ls", "s3://media/large")).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "s3"})
    void signedLinksWorkAsInputAndAsOutputAndAreKeptNowhere(String scheme) throws Exception {
        Path home = folder.resolve("home-links-" + scheme);
        String in = scheme + "://media/links/in.mp4";
        String out = scheme + "://media/links/out.mp4";
        Commands commands = cloud.commands(home, scheme);
        commands.done("store", "cp", clip.toString(), in);
        String read = cloud.done(home, scheme, "store", "link", in).strip();
        String write = cloud.done(home, scheme, "store", "link", out, "--permit", "write")
                .strip();
        AtelierProcess.Result result = cloud.run(home, "file", style(read, write));

        assertThat(result.exitCode()).as(result.err()).isZero();
        Path copy = folder.resolve("linked-" + scheme + ".mp4");
        commands.done("store", "cp", out, copy.toString());
        assertThat(copy).hasSameBinaryContentAs(expected);
        String signature = read.replaceAll(".*[?&](sig|X-Amz-Signature)=([^&]+).*", "$2");
        assertThat(signature).isNotEqualTo(read).hasSizeGreaterThan(20);
        assertThat(result.out() + result.err()).doesNotContain(signature);
        assertThat(Planted.in(home, signature)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "s3"})
    void aTriggerInAStoreBecomesStyledMediaThere(String scheme) throws Exception {
        Commands commands = cloud.commands(folder.resolve("home-watch-" + scheme), scheme);
        String in = scheme + "://media/watched-" + scheme;
        String out = scheme + "://media/painted-" + scheme;
        Path trigger = Files.writeString(
                folder.resolve("trigger-" + scheme), "{\"input\": \"a film.mp4\", \"output\": \"b/film.mp4\"}");
        Path bad = Files.writeString(folder.resolve("bad-" + scheme), "../else.mp4");
        commands.done("store", "cp", clip.toString(), in + "/a film.mp4");
        commands.done("store", "cp", trigger.toString(), in + "/trigger-1");
        commands.done("store", "cp", bad.toString(), in + "/trigger-2");
        Said watched = commands.run(
                "watch", in, "-o", out, "--style", style.toString(), "--batch-size", "6", "--jobs", "2", "--once");

        assertThat(watched.exitCode()).as(watched.err()).isEqualTo(ExitCode.DONE_WITH_FAILED_ITEMS);
        Path copy = folder.resolve("watched-" + scheme + ".mp4");
        commands.done("store", "cp", out + "/b/film.mp4", copy.toString());
        assertThat(copy).hasSameBinaryContentAs(expected);
        assertThat(commands.done("store", "ls", in))
                .contains("/done/trigger-1-", "/rejected/trigger-2-")
                .doesNotContain("/claims/", "/trigger-1\n", "/trigger-2\n");
        assertThat(commands.done("store", "ls", out)).contains("/logs/trigger-1-", "report.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "s3"})
    void everythingOfAnEncryptedJobIsEncrypted(String scheme) throws Exception {
        Path home = Files.createDirectories(folder.resolve("home-encrypted-" + scheme));
        Commands plain = cloud.commands(home, scheme);
        Path keys = folder.resolve("keys-" + scheme + ".json");
        plain.done("store", "key", keys.toString());
        Files.writeString(home.resolve(StoreSettings.FILE), "encryption.keys=file:" + keys + "\n");
        Map<String, String> environment = cloud.environment(scheme);
        environment.put("AZURE_STORAGE_KEY", AzuriteServer.KEY);
        environment.put("ATELIER_OPS_STORE", "encrypted:" + scheme + "://ops/encrypted");
        environment.put("ATELIER_DATA_STORE", "encrypted:" + scheme + "://data/encrypted");
        var commands = new Commands(home, environment);
        String in = "encrypted:" + scheme + "://media/secret/clip.mp4";
        String out = "encrypted:" + scheme + "://media/secret/out.mp4";
        commands.done("store", "cp", clip.toString(), in);
        plain.done("store", "key", "--rotate", keys.toString());
        commands.done(style(in, out));
        Path copy = folder.resolve("decrypted-" + scheme + ".mp4");
        commands.done("store", "cp", out, copy.toString());
        Path cipher = folder.resolve("encrypted-" + scheme + ".mp4");
        commands.done("store", "cp", out.replace("encrypted:", ""), cipher.toString());

        assertThat(copy).hasSameBinaryContentAs(expected);
        assertThat(Files.readAllBytes(cipher))
                .asString(StandardCharsets.ISO_8859_1)
                .doesNotContain("ftyp", "moov");
        Path records = Files.createDirectories(folder.resolve("records-" + scheme));
        String record = commands.done("store", "ls", scheme + "://ops/encrypted")
                .lines()
                .filter(line -> line.endsWith("/job.json"))
                .findFirst()
                .orElseThrow();
        commands.done("store", "cp", record.replaceAll(".* (?=" + scheme + ":)", ""), records + "/job.json");
        assertThat(Files.readAllBytes(records.resolve("job.json")))
                .asString(StandardCharsets.ISO_8859_1)
                .doesNotContain("clip.mp4");
        Files.writeString(home.resolve(StoreSettings.FILE), "");
        assertThat(commands.run("store", "ls", in).err()).contains("encryption.keys");
    }

    @Test
    void dataAndRecordsHaveCredentialsOfTheirOwn() throws Exception {
        try (var other =
                S3ProxyServer.start(Files.createDirectories(folder.resolve("other")), "other-id", "other-secret")) {
            other.createBucket("ops");
            Path home = Files.createDirectories(folder.resolve("home-two"));
            Map<String, String> environment = cloud.environment("s3");
            environment.put("OTHER_SECRET", "other-secret");
            Path settings = home.resolve(StoreSettings.FILE);
            Files.writeString(
                    settings,
                    String.join(
                            "\n",
                            "ops.s3.endpoint=" + other.endpoint(),
                            "ops.s3.access-key-id=other-id",
                            "ops.s3.secret-access-key=env:OTHER_SECRET"));
            var commands = new Commands(home, environment);
            Path out = folder.resolve("two.mp4");
            commands.done(style(clip.toString(), out));

            assertThat(out).hasSameBinaryContentAs(expected);
            try (var records = Files.walk(folder.resolve("other/buckets/ops"))) {
                assertThat(records.map(Path::toString)).anyMatch(file -> file.endsWith("job.json"));
            }
            environment.put("OTHER_SECRET", "not-this-one");
            Said refused = new Commands(home, environment).run(style(clip.toString(), folder.resolve("no.mp4")));
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.err()).contains("s3://ops", "credentials").doesNotContain("not-this-one");
        }
    }

    @Test
    void aFolderSaysThatItHasNoLinks() throws Exception {
        Said result = cloud.commands(folder.resolve("home"), "file").run("store", "link", clip.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.MISUSE);
        assertThat(result.err()).contains(clip + " has no signed links");
    }
}
