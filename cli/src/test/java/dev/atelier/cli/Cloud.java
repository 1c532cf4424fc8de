package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.testkit.server.AzuriteServer;
import dev.atelier.testkit.server.S3ProxyServer;
import dev.atelier.testkit.server.TestToken;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Azurite, reached with the managed identity of a machine, and S3Proxy, reached with keys of the environment. */
final class Cloud implements AutoCloseable {
    static final String IDENTITY_SECRET = "planted-identity-header";

    private final AzuriteServer azurite;
    private final S3ProxyServer s3Proxy;
    private final TestToken.Identity identity;
    private final Map<String, String> environment = new HashMap<>();

    Cloud(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        azurite = AzuriteServer.start(folder);
        s3Proxy = S3ProxyServer.start(folder);
        identity = new TestToken.Identity(IDENTITY_SECRET);
        for (String name : List.of("media", "ops", "data")) {
            azurite.createContainer(name);
            s3Proxy.createBucket(name);
        }
        environment.putAll(identity.environment());
        environment.putAll(s3Proxy.environment());
        System.setProperty("aws.accessKeyId", S3ProxyServer.KEY_ID);
        System.setProperty("aws.secretAccessKey", S3ProxyServer.SECRET);
        environment.put("ATELIER_AZURE_ENDPOINT", azurite.endpoint().toString());
    }

    AzuriteServer azurite() {
        return azurite;
    }

    S3ProxyServer s3Proxy() {
        return s3Proxy;
    }

    /** With records and what batches write in a cloud too. */
    Map<String, String> environment(String scheme) {
        Map<String, String> all = new HashMap<>(environment);
        if (!scheme.equals("file")) {
            all.put("ATELIER_OPS_STORE", scheme + "://ops/atelier/records");
            all.put("ATELIER_DATA_STORE", scheme + "://data");
        }
        return all;
    }

    /** Commands in this process, with the account's key and the keys that the constructor has told this JVM. */
    Commands commands(Path home, String scheme) {
        Map<String, String> all = environment(scheme);
        all.put("AZURE_STORAGE_KEY", AzuriteServer.KEY);
        return new Commands(home, all);
    }

    AtelierProcess start(Path home, String scheme, String... arguments) throws IOException {
        return AtelierProcess.start(home, environment(scheme), azurite.javaOptions(), arguments);
    }

    AtelierProcess.Result run(Path home, String scheme, String... arguments) throws IOException, InterruptedException {
        return start(home, scheme, arguments).await();
    }

    /** Runs what has to succeed. */
    String done(Path home, String scheme, String... arguments) throws IOException, InterruptedException {
        AtelierProcess.Result result = run(home, scheme, arguments);
        assertThat(result.exitCode())
                .as(String.join(" ", arguments) + "\n" + result.out() + result.err())
                .isZero();
        return result.out();
    }

    @Override
    public void close() {
        azurite.close();
        s3Proxy.close();
        identity.close();
    }
}
