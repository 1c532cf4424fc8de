package dev.atelier.storage;

import com.azure.core.credential.TokenCredential;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A Blob Storage account and who one is there.
 *
 * @param endpoint such as {@code https://media.blob.core.windows.net}
 * @param customerKey an AES-256 key in Base64 that the service encrypts and decrypts with, and does not keep
 * @param timeout after which a request that makes no progress has failed
 */
public record AzureAccount(URI endpoint, Credential credential, Optional<String> customerKey, Duration timeout) {
    /** Who one is. */
    public sealed interface Credential {}

    /** Managed identity, workload identity, environment, or a tool's login: what Azure's SDK finds. */
    public record FromEnvironment() implements Credential {}

    /** A token's source. */
    public record Token(TokenCredential source) implements Credential {}

    /** A shared access signature: the query of a link, without its question mark. */
    public record Signature(String query) implements Credential {
        @Override
        public String toString() {
            return "Signature[…]";
        }
    }

    /** The account's key, which permits everything. */
    public record Key(String account, String key) implements Credential {
        @Override
        public String toString() {
            return "Key[" + account + ", …]";
        }
    }

    /** The name in the endpoint: its first label, or the first part of its path where it is an address. */
    public String name() {
        String path = endpoint.getPath().replaceFirst("^/", "").replaceFirst("/.*", "");
        return path.isEmpty() ? endpoint.getHost().replaceFirst("\\..*", "") : path;
    }
}
