package dev.atelier.testkit.server;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;

/** Azurite, Microsoft's emulator of Blob Storage, over HTTPS and with OAuth. npm installs it on first use. */
public final class AzuriteServer implements AutoCloseable {
    public static final String ACCOUNT = "devstoreaccount1";

    /** The emulator's well-known key, which is no secret. */
    public static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final String VERSION = "2023-11-03";
    private static final String PACKAGE = "azurite@3.37.0";

    private final ServerProcess process;
    private final Certificate certificate;
    private final int port;

    private AzuriteServer(ServerProcess process, Certificate certificate, int port) {
        this.process = process;
        this.certificate = certificate;
        this.port = port;
    }

    /**
     * Starts one with nothing in it.
     *
     * @param folder for its log
     */
    public static AzuriteServer start(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Path home = Requirement.checkout().resolve("storage/target/azurite");
        Certificate certificate = Certificate.in(home);
        certificate.trustHere();
        Path program = install(home);
        int port = ServerProcess.freePort();
        List<String> command = List.of(
                "node",
                program.toString(),
                "--inMemoryPersistence",
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                Integer.toString(port),
                "--cert",
                certificate.keys().toString(),
                "--pwd",
                Certificate.PASSWORD,
                "--oauth",
                "basic",
                "--silent");
        return new AzuriteServer(
                ServerProcess.start(command, folder.resolve("azurite-" + port + ".log"), port), certificate, port);
    }

    private static Path install(Path home) throws IOException, InterruptedException {
        Path program = home.resolve("node_modules/azurite/dist/src/blob/main.js");
        Path done = home.resolve(PACKAGE);
        Files.createDirectories(home);
        try (FileChannel channel = FileChannel.open(
                        home.resolve("install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && Files.exists(done)) {
                return program;
            }
            Path log = home.resolve("npm.log");
            Process npm;
            try {
                npm = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--no-save", PACKAGE)
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
            } catch (IOException e) {
                throw Requirement.missing("Azurite needs Node.js and npm, and there is no npm: " + e.getMessage());
            }
            if (npm.waitFor() != 0) {
                throw Requirement.missing("npm could not install " + PACKAGE + ": " + Files.readString(log));
            }
            Files.writeString(done, "");
        }
        return program;
    }

    public URI endpoint() {
        return URI.create("https://127.0.0.1:" + port + "/" + ACCOUNT);
    }

    /** For a server of a test's own that whoever trusts this one trusts too. */
    public SSLContext tls() throws IOException, GeneralSecurityException {
        return certificate.server();
    }

    public int port() {
        return port;
    }

    /** What makes a JVM of its own trust this server. */
    public List<String> javaOptions() {
        return certificate.javaOptions();
    }

    public void createContainer(String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint() + "/" + name + "?restype=container"))
                .header("Authorization", "Bearer " + TestToken.lasting(Duration.ofMinutes(5)))
                .header("x-ms-version", VERSION)
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 201) {
            throw new IOException("no container was made: " + response.statusCode() + " " + response.body());
        }
    }

    /**
     * An address with a signature of the account's key, as a portal or a script makes one: with any mixture of rights.
     *
     * @param object its name; null for the whole container
     * @param rights the letters of Azure, such as {@code rl}, in the order that it wants them
     */
    public URI signed(String container, String object, String rights, Duration life) throws GeneralSecurityException {
        String path = container + (object == null ? "" : "/" + object);
        String expiry = Instant.now().plus(life).truncatedTo(ChronoUnit.SECONDS).toString();
        String kind = object == null ? "c" : "b";
        String text = String.join(
                "\n",
                rights,
                "",
                expiry,
                "/blob/" + ACCOUNT + "/" + path,
                "",
                "",
                "https",
                VERSION,
                kind,
                "",
                "",
                "",
                "",
                "",
                "",
                "");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        String query = String.join(
                "&",
                "sv=" + VERSION,
                "spr=https",
                "se=" + URLEncoder.encode(expiry, StandardCharsets.UTF_8),
                "sr=" + kind,
                "sp=" + rights,
                "sig=" + URLEncoder.encode(signature, StandardCharsets.UTF_8));
        return URI.create(endpoint() + "/" + path.replace(" ", "%20") + "?" + query);
    }

    @Override
    public void close() {
        process.close();
    }
}
