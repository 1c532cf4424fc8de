package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpPipelineBuilder;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.OutageException;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.MemoryStore;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyWrapTest {
    private static final String AWS = "aws-kms://arn:aws:kms:eu-central-1:111122223333:key/1234";
    private static final String AZURE = "azure-kms://media.vault.azure.net/keys/frames/0123456789abcdef";

    /** A service that keeps what it is given and gives numbers for it. */
    private static final class FakeService implements KmsClient {
        private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

        @Override
        public boolean doesSupport(String uri) {
            return uri.startsWith("fake://");
        }

        @Override
        public KmsClient withCredentials(String path) {
            return this;
        }

        @Override
        public KmsClient withDefaultCredentials() {
            return this;
        }

        @Override
        public Aead getAead(String uri) {
            return new Aead() {
                @Override
                public byte[] encrypt(byte[] plain, byte[] bound) {
                    String ticket = uri + "#" + kept.size();
                    kept.put(ticket, plain);
                    return ticket.getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public byte[] decrypt(byte[] encrypted, byte[] bound) {
                    String ticket = new String(encrypted, StandardCharsets.UTF_8);
                    if (!ticket.startsWith(uri + "#")) {
                        throw new InvalidRequestException("another key");
                    }
                    return kept.get(ticket);
                }
            };
        }
    }

    @Test
    void whatWrappedKeysEncryptIsReadByWhoeverUnwrapsThem() throws Exception {
        KeyWrap wrap = KeyWrap.of("fake://key", List.of(new FakeService()));
        KeySet keys = KeySet.generate();
        String json = keys.wrappedJson(wrap);
        var store = new MemoryStore();
        new EncryptedStore(store, keys).put("a", Content.of("hello"), WriteCondition.ALWAYS);

        assertThat(json).contains("encryptedKeyset");
        assertThat(json.length()).isLessThan(1000);
        KeySet later = KeySet.parse(KeySet.parse(json, wrap).rotated().wrappedJson(wrap), wrap);
        try (var in = new EncryptedStore(store, later).read("a")) {
            assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
        }
    }

    @Test
    void keysThatCannotBeUnwrappedAreRefusedWithWhatToDo() {
        var service = new FakeService();
        KeyWrap wrap = KeyWrap.of("fake://key", List.of(service));
        String json = KeySet.generate().wrappedJson(wrap);

        assertThatThrownBy(() -> KeySet.parse(json)).hasMessageContaining("set encryption.kms");
        assertThatThrownBy(() -> KeySet.parse(KeySet.generate().secretJson(), wrap))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("store key --kms fake://key");
        assertThatThrownBy(() -> KeySet.parse(json, KeyWrap.of("fake://other", List.of(service))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("another key");
        for (String unknown : List.of("gcp-kms://x", "aws-kms://1234", "azure-kms://x/keys/y", "")) {
            assertThatThrownBy(() -> KeyWrap.of(unknown, Duration.ofSeconds(1)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("aws-kms://arn:aws:kms:REGION")
                    .hasMessageContaining("azure-kms://VAULT");
        }
    }

    private static byte[] turned(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= (byte) 0x55;
        }
        return bytes;
    }

    /** AWS's protocol, with a key that turns bits over; refuses who asks with another key. */
    private static HttpServer aws(AtomicInteger requests) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean encrypts =
                    "TrentService.Encrypt".equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            boolean known = body.contains("arn:aws:kms:eu-central-1:111122223333:key/1234");
            String bytes = body.replaceAll("(?s).*\"(Plaintext|CiphertextBlob)\":\"([^\"]*)\".*", "$2");
            byte[] turned = turned(Base64.getDecoder().decode(bytes));
            String answer = known
                    ? "{\"" + (encrypts ? "CiphertextBlob" : "Plaintext") + "\":\""
                            + Base64.getEncoder().encodeToString(turned) + "\"}"
                    : "{\"__type\":\"AccessDeniedException\",\"message\":\"no\"}";
            byte[] out = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(known ? 200 : 400, out.length);
            exchange.getResponseBody().write(out);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void awsIsAskedInItsOwnProtocol() throws Exception {
        System.setProperty("aws.accessKeyId", "id");
        System.setProperty("aws.secretAccessKey", "secret");
        var requests = new AtomicInteger();
        HttpServer server = aws(requests);
        try {
            URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            AwsKeys service = AwsKeys.at(Optional.of(endpoint), Duration.ofSeconds(5));
            KeyWrap wrap = KeyWrap.of(AWS, List.of(service));
            KeySet keys = KeySet.generate();
            KeySet unwrapped = KeySet.parse(keys.wrappedJson(wrap), wrap);

            assertThat(unwrapped.secretJson()).isEqualTo(keys.secretJson());
            assertThat(requests).hasValue(2);
            String json = keys.wrappedJson(wrap);
            KeyWrap denied = KeyWrap.of(AWS.replace("1234", "9"), List.of(service));
            assertThatThrownBy(() -> KeySet.parse(json, denied))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("key/9")
                    .hasMessageContaining("AccessDenied");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aKeyServiceThatCannotBeReachedIsNamed() {
        System.setProperty("aws.accessKeyId", "id");
        System.setProperty("aws.secretAccessKey", "secret");
        AwsKeys service = AwsKeys.at(Optional.of(URI.create("http://127.0.0.1:1")), Duration.ofSeconds(2));

        assertThatThrownBy(() -> KeySet.generate().wrappedJson(KeyWrap.of(AWS, List.of(service))))
                .isInstanceOfAny(OutageException.class, dev.atelier.core.failure.TransientException.class)
                .hasMessageContaining("using the key " + AWS);
    }

    /** Key Vault's protocol, with a key that turns bits over. */
    private static HttpServer vault(List<String> paths) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            paths.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean known = body.contains("\"alg\":\"RSA-OAEP-256\"");
            byte[] turned =
                    turned(Base64.getUrlDecoder().decode(body.replaceAll("(?s).*\"value\":\"([^\"]*)\".*", "$1")));
            byte[] out = ("{\"kid\":\"key\",\"value\":\""
                            + Base64.getUrlEncoder().withoutPadding().encodeToString(turned) + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(known ? 200 : 400, out.length);
            exchange.getResponseBody().write(out);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void aVaultIsAskedInItsOwnProtocolAndNeverForItsKey() throws Exception {
        List<String> paths = new CopyOnWriteArrayList<>();
        HttpServer server = vault(paths);
        try {
            String there = "http://127.0.0.1:" + server.getAddress().getPort();
            KeyWrap wrap = KeyWrap.of(AZURE, List.of(new AzureKeys(id -> AzureKeys.builder(
                            id.replace("https://media.vault.azure.net", there), Duration.ofSeconds(5))
                    .pipeline(new HttpPipelineBuilder().build())
                    .buildClient())));
            KeySet keys = KeySet.generate().rotated();

            assertThat(KeySet.parse(keys.wrappedJson(wrap), wrap).secretJson()).isEqualTo(keys.secretJson());
            assertThat(paths)
                    .containsExactly(
                            "POST /keys/frames/0123456789abcdef/encrypt", "POST /keys/frames/0123456789abcdef/decrypt");
        } finally {
            server.stop(0);
        }
    }
}
