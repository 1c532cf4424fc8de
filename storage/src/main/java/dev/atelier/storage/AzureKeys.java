package dev.atelier.storage;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import com.azure.security.keyvault.keys.cryptography.models.EncryptionAlgorithm;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * RSA keys of Azure Key Vault behind Tink's interface, for which Tink has no integration of its own. RSA-OAEP with SHA-256
 * encrypts as much as a key, and no more.
 */
final class AzureKeys implements KmsClient {
    static final String FORM = "azure-kms://VAULT.vault.azure.net/keys/NAME/VERSION";

    private static final String PREFIX = "azure-kms://";

    private final Function<String, CryptographyClient> clients;

    AzureKeys(Function<String, CryptographyClient> clients) {
        this.clients = clients;
    }

    static AzureKeys standard(Duration timeout) {
        return new AzureKeys(key -> builder(key, timeout)
                .credential(new DefaultAzureCredentialBuilder().build())
                .buildClient());
    }

    /** Without key caching all is done by the service: what the SDK does itself lacks this kind of encryption. */
    static CryptographyClientBuilder builder(String key, Duration timeout) {
        HttpClient http = new JdkHttpClientBuilder()
                .connectionTimeout(timeout)
                .responseTimeout(timeout)
                .build();
        return new CryptographyClientBuilder()
                .keyIdentifier(key)
                .httpClient(http)
                .disableKeyCaching();
    }

    @Override
    public boolean doesSupport(String uri) {
        return uri.matches(PREFIX + "[A-Za-z0-9.-]+/keys/[A-Za-z0-9-]+/[A-Za-z0-9]+");
    }

    @Override
    public KmsClient withCredentials(String path) throws GeneralSecurityException {
        throw new GeneralSecurityException("credentials come from DefaultAzureCredential");
    }

    @Override
    public KmsClient withDefaultCredentials() {
        return this;
    }

    @Override
    public Aead getAead(String uri) {
        CryptographyClient client = clients.apply("https://" + uri.substring(PREFIX.length()));
        return new Aead() {
            @Override
            public byte[] encrypt(byte[] plain, byte[] bound) throws GeneralSecurityException {
                RemoteKey.checkUnbound(bound);
                return call(uri, () -> client.encrypt(EncryptionAlgorithm.RSA_OAEP_256, plain)
                        .getCipherText());
            }

            @Override
            public byte[] decrypt(byte[] encrypted, byte[] bound) throws GeneralSecurityException {
                RemoteKey.checkUnbound(bound);
                return call(uri, () -> client.decrypt(EncryptionAlgorithm.RSA_OAEP_256, encrypted)
                        .getPlainText());
            }
        };
    }

    private static byte[] call(String uri, Supplier<byte[]> request) {
        try {
            return request.get();
        } catch (RuntimeException e) {
            throw AzureFailure.of(RemoteKey.doing(uri), e);
        }
    }
}
