package dev.atelier.storage;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import dev.atelier.core.failure.InvalidRequestException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

/**
 * A key in a key management service, which the keys for encryption are wrapped with: AES-256-GCM with a key of its own,
 * and only that one goes to the service, so that it fits what every service encrypts at once (Tink's envelope).
 */
public final class KeyWrap {
    private final String uri;
    private final Aead aead;

    private KeyWrap(String uri, Aead aead) {
        this.uri = uri;
        this.aead = aead;
    }

    /**
     * With the services that Atelier knows, and who one is by default there.
     *
     * @param uri {@code aws-kms://arn:aws:kms:REGION:ACCOUNT:key/ID} or {@code
     *     azure-kms://VAULT.vault.azure.net/keys/NAME/VERSION}
     * @param timeout after which a request has failed
     * @throws InvalidRequestException for any other
     */
    public static KeyWrap of(String uri, Duration timeout) {
        return of(uri, List.of(AwsKeys.standard(timeout), AzureKeys.standard(timeout)));
    }

    static KeyWrap of(String uri, List<KmsClient> services) {
        KmsClient service = services.stream()
                .filter(known -> known.doesSupport(uri))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "no key service is known for " + uri + "; expected " + AwsKeys.FORM + " or " + AzureKeys.FORM));
        try {
            AeadConfig.register();
            var parameters = AesGcmParameters.builder()
                    .setKeySizeBytes(32)
                    .setIvSizeBytes(12)
                    .setTagSizeBytes(16)
                    .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                    .build();
            return new KeyWrap(uri, KmsEnvelopeAead.create(parameters, service.getAead(uri)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Aead aead() {
        return aead;
    }

    @Override
    public String toString() {
        return uri;
    }
}
