package dev.atelier.testkit.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Access tokens as Entra ID writes them, for a server that reads them and checks no signature. */
public final class TestToken {
    private TestToken() {}

    public static String lasting(Duration life) {
        long now = Instant.now().getEpochSecond();
        String claims = String.format(
                "{\"aud\":\"https://storage.azure.com\",\"iss\":\"https://sts.windows.net/%1$s/\",\"tid\":\"%1$s\","
                        + "\"oid\":\"%1$s\",\"sub\":\"atelier-test\",\"iat\":%2$d,\"nbf\":%2$d,\"exp\":%3$d}",
                "11111111-2222-3333-4444-555555555555", now - 60, now + life.toSeconds());
        return part("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + part(claims) + "." + part("planted-token-signature");
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Gives tokens as the managed identity of Azure's App Service does. */
    public static final class Identity implements AutoCloseable {
        private final HttpServer server;
        private final String secret;

        public Identity(String secret) throws IOException {
            this.secret = secret;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/token", exchange -> {
                boolean known = secret.equals(exchange.getRequestHeaders().getFirst("X-IDENTITY-HEADER"));
                String answer = String.format(
                        "{\"access_token\":\"%s\",\"expires_on\":\"%d\",\"resource\":\"https://storage.azure.com\","
                                + "\"token_type\":\"Bearer\",\"client_id\":\"atelier\"}",
                        lasting(Duration.ofHours(1)),
                        Instant.now().plusSeconds(3600).getEpochSecond());
                byte[] bytes = (known ? answer : "{}").getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
        }

        /** What tells a process where its identity comes from. */
        public Map<String, String> environment() {
            URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
            return Map.of("IDENTITY_ENDPOINT", endpoint.toString(), "IDENTITY_HEADER", secret);
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
