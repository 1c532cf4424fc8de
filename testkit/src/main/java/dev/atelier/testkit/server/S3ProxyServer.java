package dev.atelier.testkit.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** S3Proxy over a folder: speaks S3 over HTTPS and checks signatures. Its JARs come with the module {@code testservers}. */
public final class S3ProxyServer implements AutoCloseable {
    public static final String KEY_ID = "test-key-id";
    public static final String SECRET = "planted-s3-secret-key";

    private final ServerProcess process;
    private final Path buckets;
    private final int port;

    private S3ProxyServer(ServerProcess process, Path buckets, int port) {
        this.process = process;
        this.buckets = buckets;
        this.port = port;
    }

    /**
     * Starts one with nothing in it.
     *
     * @param folder an empty one for its objects and its log
     */
    public static S3ProxyServer start(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        return start(folder, KEY_ID, SECRET);
    }

    /** Starts one that knows these keys and no others. */
    public static S3ProxyServer start(Path folder, String keyId, String secret)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path jars = Requirement.checkout().resolve("testservers/target/s3proxy");
        if (!Files.isDirectory(jars)) {
            throw Requirement.missing("S3Proxy is not there: build the module testservers first (-am does)");
        }
        Certificate certificate = Certificate.in(Requirement.checkout().resolve("storage/target/azurite"));
        certificate.trustHere();
        int port = ServerProcess.freePort();
        Path buckets = Files.createDirectories(folder.resolve("buckets"));
        Path settings = Files.writeString(
                folder.resolve("s3proxy.properties"),
                String.join(
                        "\n",
                        "s3proxy.secure-endpoint=https://127.0.0.1:" + port,
                        "s3proxy.keystore-path=" + certificate.keys(),
                        "s3proxy.keystore-password=" + Certificate.PASSWORD,
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.identity=" + keyId,
                        "s3proxy.credential=" + secret,
                        "jclouds.provider=filesystem-nio2",
                        "jclouds.filesystem.basedir=" + buckets));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                // compiled in full it starts slower, and ends TLS five to ten times as fast: for measurements
                "-XX:TieredStopAtLevel=" + (Boolean.getBoolean("atelier.servers.compiled") ? 4 : 1),
                "-Xmx256m",
                "-cp",
                jars + "/*",
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString());
        return new S3ProxyServer(ServerProcess.start(command, folder.resolve("s3proxy.log"), port), buckets, port);
    }

    public URI endpoint() {
        return URI.create("https://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    public void createBucket(String name) throws IOException {
        Files.createDirectories(buckets.resolve(name));
    }

    /** The multipart uploads of all buckets that were begun and neither completed nor aborted, by the files they are kept in. */
    public List<Path> unfinishedUploads() throws IOException {
        try (Stream<Path> files = Files.walk(buckets, 2)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".s3proxy-mpu-stub-"))
                    .toList();
        }
    }

    /** What tells a process, as it tells every AWS tool, where S3 is and who it is there. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3",
                endpoint().toString(),
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                KEY_ID,
                "AWS_SECRET_ACCESS_KEY",
                SECRET);
    }

    @Override
    public void close() {
        process.close();
    }
}
