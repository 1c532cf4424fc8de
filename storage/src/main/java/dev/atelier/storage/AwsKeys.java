package dev.atelier.storage;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/** AWS Key Management Service behind Tink's interface. Tink's own integration needs the first, abandoned SDK of AWS. */
final class AwsKeys implements KmsClient {
    static final String FORM = "aws-kms://arn:aws:kms:REGION:ACCOUNT:key/ID";

    private static final Pattern URI_FORM = Pattern.compile("aws-kms://(arn:aws[^:]*:kms:([a-z0-9-]+):[^:]*:.+)");

    private final Function<String, software.amazon.awssdk.services.kms.KmsClient> clients;

    private AwsKeys(Function<String, software.amazon.awssdk.services.kms.KmsClient> clients) {
        this.clients = clients;
    }

    static AwsKeys standard(Duration timeout) {
        return at(Optional.empty(), timeout);
    }

    /** @param endpoint where the service is, if it is not AWS's own */
    static AwsKeys at(Optional<URI> endpoint, Duration timeout) {
        return new AwsKeys(region -> {
            KmsClientBuilder builder = software.amazon.awssdk.services.kms.KmsClient.builder()
                    .httpClientBuilder(Apache5HttpClient.builder()
                            .connectionTimeout(timeout)
                            .socketTimeout(timeout))
                    .region(Region.of(region));
            endpoint.ifPresent(builder::endpointOverride);
            return builder.build();
        });
    }

    @Override
    public boolean doesSupport(String uri) {
        return URI_FORM.matcher(uri).matches();
    }

    @Override
    public KmsClient withCredentials(String path) throws GeneralSecurityException {
        throw new GeneralSecurityException("credentials come from AWS's default chain");
    }

    @Override
    public KmsClient withDefaultCredentials() {
        return this;
    }

    @Override
    public Aead getAead(String uri) {
        Matcher matcher = URI_FORM.matcher(uri);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(uri);
        }
        String key = matcher.group(1);
        var client = clients.apply(matcher.group(2));
        return new Aead() {
            @Override
            public byte[] encrypt(byte[] plain, byte[] bound) throws GeneralSecurityException {
                RemoteKey.checkUnbound(bound);
                return call(uri, () -> client.encrypt(
                                request -> request.keyId(key).plaintext(SdkBytes.fromByteArray(plain)))
                        .ciphertextBlob());
            }

            @Override
            public byte[] decrypt(byte[] encrypted, byte[] bound) throws GeneralSecurityException {
                RemoteKey.checkUnbound(bound);
                return call(uri, () -> client.decrypt(
                                request -> request.keyId(key).ciphertextBlob(SdkBytes.fromByteArray(encrypted)))
                        .plaintext());
            }
        };
    }

    private static byte[] call(String uri, Supplier<SdkBytes> request) {
        String doing = RemoteKey.doing(uri);
        try {
            return request.get().asByteArray();
        } catch (AwsServiceException e) {
            String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
            throw ServiceFailure.refused(doing, e.statusCode(), code, e);
        } catch (SdkException e) {
            throw S3Failure.of(doing, e);
        }
    }
}
