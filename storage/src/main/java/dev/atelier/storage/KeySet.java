package dev.atelier.storage;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InvalidRequestException;
import java.security.GeneralSecurityException;

/**
 * Keys for encrypting objects: the newest encrypts, all decrypt. Written as a keyset of Tink in JSON, so that Tink's own
 * tools can read, make and rotate it.
 */
public final class KeySet {
    private static final int SEGMENT = 1 << 20;
    private static final int DERIVED_KEY = 32;

    /** Of a ciphertext: its length, a salt as long as a key, and the nonces' common part of 7 bytes. */
    private static final int HEADER = 1 + DERIVED_KEY + 7;

    private static final int TAG = 16;

    private final KeysetHandle keys;

    private KeySet(KeysetHandle keys) {
        this.keys = keys;
    }

    /** With one new key. */
    public static KeySet generate() {
        try {
            return new KeySet(newKey(KeysetHandle.newBuilder()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks AES-GCM", e);
        }
    }

    /** With a further key, which encrypts from now on; what the others encrypted can still be read. */
    public KeySet rotated() {
        try {
            return new KeySet(newKey(KeysetHandle.newBuilder(keys)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks AES-GCM", e);
        }
    }

    private static KeysetHandle newKey(KeysetHandle.Builder builder) throws GeneralSecurityException {
        StreamingAeadConfig.register();
        var parameters = AesGcmHkdfStreamingParameters.builder()
                .setKeySizeBytes(DERIVED_KEY)
                .setDerivedAesGcmKeySizeBytes(DERIVED_KEY)
                .setHkdfHashType(AesGcmHkdfStreamingParameters.HashType.SHA256)
                .setCiphertextSegmentSizeBytes(SEGMENT)
                .build();
        return builder.addEntry(KeysetHandle.generateEntryFromParameters(parameters)
                        .withRandomId()
                        .makePrimary())
                .build();
    }

    private interface Format {
        KeysetHandle read() throws GeneralSecurityException;
    }

    /** @throws InvalidRequestException if this is no keyset, or one for something else */
    public static KeySet parse(String json) {
        if (json.contains("\"encryptedKeyset\"")) {
            throw new InvalidRequestException("the keys for encryption are wrapped by a key service; set encryption.kms"
                    + " to the key that they were made with");
        }
        return checked(() -> TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get()));
    }

    /**
     * Unwraps a keyset.
     *
     * @throws InvalidRequestException if this is no wrapped keyset, or was wrapped with another key
     */
    public static KeySet parse(String json, KeyWrap wrap) {
        if (!json.contains("\"encryptedKeyset\"")) {
            throw new InvalidRequestException("the keys for encryption are not wrapped, and " + wrap
                    + " is to unwrap them; make some with \"atelier store key --kms " + wrap + "\"");
        }
        return checked(() -> TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
                json, wrap.aead(), new byte[0], RegistryConfiguration.get()));
    }

    private static KeySet checked(Format format) {
        try {
            StreamingAeadConfig.register();
            KeysetHandle keys = format.read();
            for (int i = 0; i < keys.size(); i++) {
                boolean ours = keys.getAt(i).getKey().getParameters() instanceof AesGcmHkdfStreamingParameters p
                        && p.getCiphertextSegmentSizeBytes() == SEGMENT
                        && p.getDerivedAesGcmKeySizeBytes() == DERIVED_KEY;
                if (!ours) {
                    throw new InvalidRequestException(
                            "the keys for encryption are of another kind; expected AES256_GCM_HKDF_1MB, as \"atelier"
                                    + " store key\" makes them");
                }
            }
            return new KeySet(keys);
        } catch (GeneralSecurityException | RuntimeException e) {
            if (e instanceof AtelierException known) {
                throw known;
            }
            // the cause may hold a part of the keys
            throw new InvalidRequestException(
                    "the keys for encryption are no keyset of Tink in JSON, or are wrapped with another key;"
                            + " \"atelier store key\" makes some");
        }
    }

    /** The keys themselves. */
    public String secretJson() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The keys as they can be kept anywhere: who may use the service's key can unwrap them. */
    public String wrappedJson(KeyWrap wrap) {
        try {
            return TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                    keys, wrap.aead(), new byte[0], RegistryConfiguration.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    StreamingAead primitive() {
        try {
            return keys.getPrimitive(RegistryConfiguration.get(), StreamingAead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many bytes were encrypted to so many. */
    static long plainSize(long cipherSize) {
        long segments = Math.max(1, (cipherSize + SEGMENT - 1) / SEGMENT);
        return Math.max(0, cipherSize - HEADER - TAG * segments);
    }

    @Override
    public String toString() {
        return "KeySet[" + keys.size() + " keys]";
    }
}
