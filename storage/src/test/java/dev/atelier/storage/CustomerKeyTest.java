package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.testkit.RandomBytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Customer-provided keys, through the real client, against a server of the test that obeys the headers as Azure documents
 * them: Azurite refuses them.
 */
class CustomerKeyTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OTHER =
            Base64.getEncoder().encodeToString("another key of exactly 32 bytes!".getBytes(StandardCharsets.US_ASCII));

    private HttpsServer server;
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, byte[]> blocks = new ConcurrentHashMap<>();
    private final Map<String, String> keys = new ConcurrentHashMap<>();

    @BeforeEach
    void startServer() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(Servers.azurite().tls()));
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String name = exchange.getRequestURI().getPath();
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
            Headers sent = exchange.getRequestHeaders();
            String digest = sent.getFirst("x-ms-encryption-key-sha256");
            boolean valid = "AES256".equals(sent.getFirst("x-ms-encryption-algorithm"))
                    && sha256(sent.getFirst("x-ms-encryption-key")).equals(digest);
            String expected = keys.getOrDefault(name, digest == null ? "" : digest);
            if (!valid || !expected.equals(digest)) {
                exchange.getResponseHeaders().add("x-ms-error-code", "BlobUsesCustomerSpecifiedEncryption");
                exchange.sendResponseHeaders(409, -1);
                return;
            }
            Headers answer = exchange.getResponseHeaders();
            answer.add("ETag", "\"" + name.hashCode() + "\"");
            answer.add("Last-Modified", "Fri, 27 Nov 2026 00:00:00 GMT");
            answer.add("x-ms-request-server-encrypted", "true");
            switch (exchange.getRequestMethod()) {
                case "PUT" -> {
                    write(name, query, body);
                    keys.put(name, digest);
                    exchange.sendResponseHeaders(201, -1);
                }
                case "HEAD" -> {
                    answer.add("Content-Length", Integer.toString(blobs.get(name).length));
                    exchange.sendResponseHeaders(200, -1);
                }
                default -> {
                    byte[] bytes = blobs.get(name);
                    answer.add("Content-Range", "bytes 0-" + (bytes.length - 1) + "/" + bytes.length);
                    exchange.sendResponseHeaders(206, bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
            }
        }
    }

    private void write(String name, String query, byte[] body) {
        if (query.contains("comp=block&") || query.endsWith("comp=block")) {
            blocks.put(query.replaceFirst(".*blockid=([^&]*).*", "$1"), body);
        } else {
            blobs.put(name, body);
        }
    }

    private static String sha256(String key) throws IOException {
        try {
            byte[] bytes = Base64.getDecoder().decode(key == null ? "" : key);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    private AzureBlobStore store(String key) {
        URI endpoint = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/account");
        return new AzureBlobStore(
                new AzureAccount(endpoint, Servers.key(), Optional.of(key), Duration.ofSeconds(10)),
                "media",
                Servers.RETRY);
    }

    @Test
    void everyRequestCarriesTheKeyAndItsDigest() throws IOException {
        AzureBlobStore store = store(KEY);
        store.put("a", Content.of("hello"), WriteCondition.ALWAYS);
        store.put("large", () -> new RandomBytes(1, Parts.SIZE + 100), WriteCondition.ALWAYS);

        try (ObjectStream in = store.read("a")) {
            assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
        }
        assertThat(store.stat("a")).isPresent();
        assertThat(blocks).hasSize(2);
        assertThat(keys.keySet()).containsExactlyInAnyOrder("/account/media/a", "/account/media/large");
    }

    @Test
    void anotherKeyReadsNothingAndIsNotToldInTheError() {
        store(KEY).put("a", Content.of("hello"), WriteCondition.ALWAYS);

        for (Runnable use : List.<Runnable>of(
                () -> store(OTHER).read("a"), () -> store(OTHER).stat("a"), () -> store(OTHER)
                        .put("a", Content.of("x"), WriteCondition.ALWAYS))) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(AtelierException.class)
                    .hasMessageContaining("409")
                    .satisfies(e -> assertThat(e.toString()).doesNotContain(OTHER));
        }
        assertThat(blobs.get("/account/media/a"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("hello");
    }

    @Test
    void aServiceWithoutThemSaysSoAtOnce() throws Exception {
        var account =
                new AzureAccount(Servers.azurite().endpoint(), Servers.key(), Optional.of(KEY), Duration.ofSeconds(30));
        var store = new AzureBlobStore(account, Servers.newContainer(), Servers.RETRY);

        assertThatThrownBy(() -> store.put("a", Content.of("hello"), WriteCondition.ALWAYS))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("FeatureNotSupported")
                .hasMessageContaining("this service cannot do it");
    }
}
