package dev.atelier.storage;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.SignedLinks;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Presigned addresses. They work no longer than the credentials that signed them. */
record S3Links(S3Account account, String bucket) implements SignedLinks {
    private static final Duration LONGEST = Duration.ofDays(7);

    @Override
    public URI toObject(String name, Access access, Duration life) {
        ObjectName.checked(name);
        if (life.compareTo(LONGEST) > 0) {
            throw new InvalidRequestException(
                    "a link may live " + LONGEST.toDays() + " days at most; ask for a shorter life than " + life);
        }
        try (S3Presigner presigner = S3Clients.presigner(account)) {
            URL url =
                    switch (access) {
                        case READ ->
                            presigner
                                    .presignGetObject(presign -> presign.signatureDuration(life)
                                            .getObjectRequest(request ->
                                                    request.bucket(bucket).key(name)))
                                    .url();
                        case WRITE ->
                            presigner
                                    .presignPutObject(presign -> presign.signatureDuration(life)
                                            .putObjectRequest(request ->
                                                    request.bucket(bucket).key(name)))
                                    .url();
                        case DELETE ->
                            presigner
                                    .presignDeleteObject(presign -> presign.signatureDuration(life)
                                            .deleteObjectRequest(request ->
                                                    request.bucket(bucket).key(name)))
                                    .url();
                    };
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the SDK made an address that is none", e);
        }
    }

    /** S3 signs for single objects only. */
    @Override
    public Optional<URI> toPrefix(String prefix, Access access, Duration life) {
        return Optional.empty();
    }
}
