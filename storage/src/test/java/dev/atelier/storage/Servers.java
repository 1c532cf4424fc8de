package dev.atelier.storage;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import dev.atelier.core.store.Retry;
import dev.atelier.testkit.server.AzuriteServer;
import dev.atelier.testkit.server.S3ProxyServer;
import dev.atelier.testkit.server.TestToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** One Azurite and one S3Proxy for all tests of this JVM, each started when it is first asked for. */
final class Servers {
    static final Retry RETRY = Retry.until(Duration.ofSeconds(60));
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** As the SDK would get one from Entra ID. */
    static final TokenCredential TOKEN = request -> Mono.just(new AccessToken(
            TestToken.lasting(Duration.ofHours(1)),
            OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)));

    private static final AtomicInteger CONTAINERS = new AtomicInteger();
    private static final Path LOGS = logs();

    private Servers() {}

    private static Path logs() {
        try {
            return Files.createTempDirectory("atelier-servers");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Azurite {
        static final AzuriteServer SERVER = start();

        private static AzuriteServer start() {
            try {
                return AzuriteServer.start(LOGS);
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class S3Proxy {
        static final S3ProxyServer SERVER = start();

        private static S3ProxyServer start() {
            try {
                return S3ProxyServer.start(LOGS);
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    static AzuriteServer azurite() {
        return Azurite.SERVER;
    }

    static S3ProxyServer s3Proxy() {
        return S3Proxy.SERVER;
    }

    static String newContainer() throws IOException, InterruptedException {
        String name = "container-" + CONTAINERS.incrementAndGet();
        azurite().createContainer(name);
        return name;
    }

    static String newBucket() throws IOException {
        String name = "bucket-" + CONTAINERS.incrementAndGet();
        s3Proxy().createBucket(name);
        return name;
    }

    static AzureAccount azure(AzureAccount.Credential credential) {
        return azure(azurite().endpoint(), credential, TIMEOUT);
    }

    static AzureAccount azure(URI endpoint, AzureAccount.Credential credential, Duration timeout) {
        return new AzureAccount(endpoint, credential, Optional.empty(), timeout);
    }

    static AzureAccount.Credential token() {
        return new AzureAccount.Token(TOKEN);
    }

    static AzureAccount.Credential key() {
        return new AzureAccount.Key(AzuriteServer.ACCOUNT, AzuriteServer.KEY);
    }

    static S3Account s3() {
        return s3(s3Proxy().endpoint(), TIMEOUT);
    }

    static S3Account s3(URI endpoint, Duration timeout) {
        return new S3Account(
                Optional.of(endpoint),
                Optional.of("us-east-1"),
                Optional.empty(),
                Optional.of(new S3Account.Keys(S3ProxyServer.KEY_ID, S3ProxyServer.SECRET)),
                timeout);
    }
}
