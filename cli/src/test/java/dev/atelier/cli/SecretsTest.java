package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.testkit.server.AzuriteServer;
import dev.atelier.testkit.server.S3ProxyServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants secrets wherever one can be given, does what works and what fails, and looks for them everywhere. */
class SecretsTest {
    private static final String WRONG_KEY =
            Base64.getEncoder().encodeToString("planted wrong account key".getBytes(StandardCharsets.UTF_8));
    private static final String WRONG_SIGNATURE = "cGxhbnRlZHNpZ25hdHVyZXBsYW50ZWQ0NDQ0NDQ0NDQ";

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private final List<String> childrensCommands = new ArrayList<>();

    @Test
    void noSecretIsToldOrKept() throws Exception {
        Path home = folder.resolve("home");
        try (var cloud = new Cloud(folder)) {
            var media = new TestMedia(folder);
            Path clip = media.video("clip.mp4", 96, 64, 12);
            Path style = media.image("style.png", 64, 64, 5);
            cloud.commands(home, "file").done("store", "cp", clip.toString(), "az://media/clip.mp4");
            cloud.commands(home, "file").done("store", "cp", clip.toString(), "s3://media/clip.mp4");
            String azure = cloud.done(home, "file", "store", "link", "az://media/clip.mp4")
                    .strip();
            String s3 = cloud.done(home, "file", "store", "link", "s3://media/clip.mp4")
                    .strip();
            for (String input : List.of(azure, s3, "az://media/clip.mp4")) {
                Path out = folder.resolve("out-" + said.size() + ".mp4");
                int code =
                        run(cloud, home, Map.of(), "style", input, "--style", style.toString(), "-o", out.toString());
                assertThat(code).as(said.toString()).isZero();
            }
            String bad = azure.replaceAll("sig=[^&]*", "sig=" + WRONG_SIGNATURE);
            Map<String, String> wrongKey = Map.of("AZURE_STORAGE_KEY", WRONG_KEY);
            Map<String, String> wrongSas =
                    Map.of("AZURE_STORAGE_SAS_TOKEN", "sv=2023-11-03&sr=c&sp=r&sig=" + WRONG_SIGNATURE);
            for (String[] failing : new String[][] {
                {
                    "style",
                    bad,
                    "--style",
                    style.toString(),
                    "-o",
                    folder.resolve("no.mp4").toString()
                },
                {"style", azure + " x", "--style", style.toString()},
                {"style", azure, "--style", bad, "-o", s3, "--codec", "nonsense"},
                {"store", "ls", bad},
                {"store", "rm", azure},
                {"store", "cp", azure, s3},
                {"store", "link", azure},
                {"jobs", "--json"}
            }) {
                Said failed = cloud.commands(home, "file").run(failing);
                said.add(failed.out() + failed.err());
            }
            assertThat(run(cloud, home, wrongKey, "store", "ls", "az://media/")).isNotZero();
            assertThat(run(cloud, home, wrongSas, "store", "ls", "az://media/")).isNotZero();
            assertThat(run(cloud, home, Map.of("AWS_SECRET_ACCESS_KEY", WRONG_KEY), "store", "ls", "s3://media/"))
                    .isNotZero();

            List<String> secrets = List.of(
                    AzuriteServer.KEY,
                    S3ProxyServer.SECRET,
                    Cloud.IDENTITY_SECRET,
                    WRONG_KEY,
                    WRONG_SIGNATURE,
                    signature(azure),
                    signature(s3),
                    "eyJ");
            for (String secret : secrets) {
                assertThat(said).as(secret).noneMatch(text -> text.contains(secret));
                assertThat(childrensCommands).as(secret).noneMatch(text -> text.contains(secret));
                assertThat(Planted.in(home, secret)).as(secret).isEmpty();
            }
            assertThat(childrensCommands).isNotEmpty();
        }
    }

    private static String signature(String link) {
        return link.replaceAll(".*[?&](sig|X-Amz-Signature)=([^&]+).*", "$2");
    }

    private int run(Cloud cloud, Path home, Map<String, String> more, String... arguments) throws Exception {
        Map<String, String> environment = new HashMap<>(cloud.environment("file"));
        environment.putAll(more);
        AtelierProcess process =
                AtelierProcess.start(home, environment, cloud.azurite().javaOptions(), arguments);
        while (!process.process().waitFor(20, TimeUnit.MILLISECONDS)) {
            process.process().descendants().forEach(child -> {
                try {
                    String command = Files.readString(
                                    Path.of("/proc", Long.toString(child.pid()), "cmdline"),
                                    StandardCharsets.ISO_8859_1)
                            .replace('\0', ' ');
                    // between fork and exec a child shows its parent's command
                    if (!command.contains(Main.class.getName())) {
                        childrensCommands.add(command);
                    }
                } catch (java.io.IOException e) {
                    // it has just ended
                }
            });
        }
        AtelierProcess.Result result = process.await();
        said.add(result.out() + result.err());
        return result.exitCode();
    }
}
