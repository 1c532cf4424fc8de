package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs of a process that knows nobody and has nothing but signatures, each with the rights that it needs and no more. */
class LimitedSignaturesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    static Path folder;

    private static Cloud cloud;
    private static Path clip;
    private static Path style;

    @BeforeAll
    static void start() throws Exception {
        cloud = new Cloud(folder);
        for (String container : List.of("inputs", "results")) {
            cloud.azurite().createContainer(container);
        }
        var media = new TestMedia(folder);
        clip = media.video("clip.mp4", 96, 64, 12);
        style = media.image("style.jpg", 96, 96, 5);
        Commands owner = cloud.commands(folder.resolve("home-owner"), "file");
        owner.done("store", "cp", clip.toString(), "az://inputs/a film.mp4");
        owner.done("store", "cp", clip.toString(), "s3://media/a film.mp4");
        for (int i = 0; i < 5; i++) {
            Path image = media.image("image-" + i + ".png", 32, 32, i);
            owner.done("store", "cp", image.toString(), "az://inputs/frames/" + i + ".png");
        }
    }

    @AfterAll
    static void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    private static String signed(String container, String path, String rights) throws Exception {
        URI whole = cloud.azurite().signed(container, null, rights, HOUR);
        return whole.toString().replace("/" + container + "?", "/" + container + "/" + path + "?");
    }

    private static String query(String container, String rights) throws Exception {
        return cloud.azurite().signed(container, null, rights, HOUR).getRawQuery();
    }

    /** A process whose environment holds the signatures of its own stores, and no other credential. */
    private static AtelierProcess.Result run(Path home, Map<String, String> signatures, String... arguments)
            throws Exception {
        Files.createDirectories(home);
        Map<String, String> environment = new HashMap<>(signatures);
        List<String> settings = new ArrayList<>();
        if (!signatures.isEmpty()) {
            environment.put("ATELIER_OPS_STORE", "az://ops/limited");
            environment.put("ATELIER_DATA_STORE", "az://data/limited");
            settings.add("azure.endpoint=" + cloud.azurite().endpoint());
            settings.add("ops.azure.sas=env:OPS_SIGNATURE");
            settings.add("data.azure.sas=env:DATA_SIGNATURE");
        }
        Files.write(home.resolve(StoreSettings.FILE), settings);
        return AtelierProcess.start(home, environment, cloud.azurite().javaOptions(), arguments)
                .await();
    }

    @Test
    void aFilmNeedsARightToReadAndARightToWrite() throws Exception {
        Path home = folder.resolve("home-film");
        String in = cloud.azurite().signed("inputs", "a film.mp4", "r", HOUR).toString();
        String out = signed("results", "film.mp4", "cw");
        Map<String, String> own =
                Map.of("OPS_SIGNATURE", query("ops", "rcwdl"), "DATA_SIGNATURE", query("data", "rcwdl"));
        AtelierProcess.Result result =
                run(home, own, "style", in, "--style", style.toString(), "-o", out, "--batch-size", "6");

        assertThat(result.exitCode()).as(result.err()).isZero();
        Commands owner = cloud.commands(folder.resolve("home-owner"), "file");
        Path back = folder.resolve("film.mp4");
        owner.done("store", "cp", "az://results/film.mp4", back.toString());
        Path local = folder.resolve("local.mp4");
        owner.done("style", clip.toString(), "--style", style.toString(), "-o", local.toString(), "--batch-size", "6");
        assertThat(back).hasSameBinaryContentAs(local);
        for (String secret : List.of(in, out, own.get("OPS_SIGNATURE"), own.get("DATA_SIGNATURE"))) {
            String signature = secret.replaceFirst(".*sig=", "");
            assertThat(result.out() + result.err()).doesNotContain(signature);
            assertThat(Planted.in(home, signature)).isEmpty();
        }
    }

    @Test
    void aFolderNeedsARightToListToo() throws Exception {
        Path home = folder.resolve("home-folder");
        String in = signed("inputs", "frames", "rl");
        String out = signed("results", "frames", "rcwl");
        AtelierProcess.Result result = run(home, Map.of(), "score", in, "--model", "identity", "-o", out);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(cloud.commands(folder.resolve("home-owner"), "file").done("store", "ls", "az://results/frames"))
                .hasLineCount(5);
    }

    @Test
    void whatARightIsMissingForIsToldBeforeAnyWork() throws Exception {
        Path home = folder.resolve("home-lacking");
        String model = "identity";
        String in = signed("inputs", "frames", "rl");
        String out = signed("results", "lacking", "rcwl");
        Map<String, String[]> lacking = Map.of(
                "list", new String[] {signed("inputs", "frames", "r"), out},
                "read", new String[] {signed("inputs", "frames", "l"), out},
                "write", new String[] {in, signed("results", "lacking", "rl")});
        for (Map.Entry<String, String[]> each : lacking.entrySet()) {
            AtelierProcess.Result result =
                    run(home, Map.of(), "score", each.getValue()[0], "--model", model, "-o", each.getValue()[1]);

            assertThat(result.exitCode()).as(each.getKey() + result.err()).isEqualTo(ExitCode.MISUSE);
            assertThat(result.err().strip()).as(each.getKey()).hasLineCount(1).contains(each.getKey());
        }
        assertThat(home.resolve("ops/jobs")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "s3"})
    void aLinkIsEnoughToReadAFilm(String scheme) throws Exception {
        Commands owner = cloud.commands(folder.resolve("home-owner"), "file");
        String place = scheme.equals("az") ? "az://inputs/a film.mp4" : "s3://media/a film.mp4";
        String link = owner.done("store", "link", place).strip();
        Path out = folder.resolve("linked-" + scheme + ".mp4");
        AtelierProcess.Result result = run(
                folder.resolve("home-link-" + scheme),
                Map.of(),
                "style",
                link,
                "--style",
                style.toString(),
                "-o",
                out.toString());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(out).exists();
    }
}
