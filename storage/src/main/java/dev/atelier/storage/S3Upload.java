package dev.atelier.storage;

import dev.atelier.core.store.Checksum;
import dev.atelier.core.store.ContentType;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.RunningChecksum;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** A multipart upload: an object that is there once it is complete, and not before. */
final class S3Upload {
    /** As much as one request copies at most. */
    private static final long COPY_PART = 1L << 30;

    private final S3Store store;
    private final S3Client client;
    private final String bucket;
    private final String name;
    private final String id;
    private final List<CompletedPart> completed = new ArrayList<>();
    private String crc;

    private S3Upload(S3Store store, S3Client client, String bucket, String name, String id) {
        this.store = store;
        this.client = client;
        this.bucket = bucket;
        this.name = name;
        this.id = id;
    }

    static S3Upload begin(S3Store store, S3Client client, String bucket, String name) {
        String id = store.call("writing", name, () -> client.createMultipartUpload(request -> request.bucket(bucket)
                        .key(name)
                        .contentType(ContentType.of(name))
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                        .checksumType(ChecksumType.FULL_OBJECT))
                .uploadId());
        return new S3Upload(store, client, bucket, name, id);
    }

    /** @return the number of bytes sent */
    long send(Parts parts, byte[] first, InputStream rest) throws IOException {
        var whole = new RunningChecksum(Checksum.Algorithm.CRC32C);
        whole.update(first, 0, first.length);
        var counted = new CountedReads(rest, whole);
        completed.addAll(parts.send(store.address(name), first, counted, this::send));
        crc = S3Store.base64(whole.value().hex());
        return first.length + counted.count();
    }

    private CompletedPart send(int number, byte[] bytes) {
        String part = S3Store.base64(
                RunningChecksum.of(Checksum.Algorithm.CRC32C, bytes).hex());
        String etag = store.call("writing", name, () -> client.uploadPart(
                        request -> request.bucket(bucket)
                                .key(name)
                                .uploadId(id)
                                .partNumber(number)
                                .checksumCRC32C(part),
                        RequestBody.fromBytes(bytes))
                .eTag());
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(etag)
                .checksumCRC32C(part)
                .build();
    }

    void copyParts(ObjectInfo source) {
        int number = 1;
        for (long from = 0; from < source.size(); from += COPY_PART, number++) {
            String range = "bytes=" + from + "-" + (Math.min(source.size(), from + COPY_PART) - 1);
            int n = number;
            completed.add(store.call("copying to", name, () -> {
                var result = client.uploadPartCopy(request -> request.sourceBucket(bucket)
                                .sourceKey(source.name())
                                .copySourceIfMatch(S3Store.quoted(source.etag()))
                                .copySourceRange(range)
                                .destinationBucket(bucket)
                                .destinationKey(name)
                                .uploadId(id)
                                .partNumber(n))
                        .copyPartResult();
                return CompletedPart.builder()
                        .partNumber(n)
                        .eTag(result.eTag())
                        .checksumCRC32C(result.checksumCRC32C())
                        .build();
            }));
        }
    }

    /** @return the etag of the object */
    String complete(WriteCondition condition) {
        CompleteMultipartUploadRequest.Builder request = CompleteMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(name)
                .uploadId(id)
                .multipartUpload(upload -> upload.parts(completed));
        if (crc != null) {
            request.checksumCRC32C(crc).checksumType(ChecksumType.FULL_OBJECT);
        }
        if (condition instanceof WriteCondition.IfAbsent) {
            request.ifNoneMatch("*");
        } else if (condition instanceof WriteCondition.IfUnchanged unchanged) {
            request.ifMatch(S3Store.quoted(unchanged.etag()));
        }
        return client.completeMultipartUpload(request.build()).eTag();
    }

    /** What completing gave; where that is nothing, the parts are thrown away. */
    Optional<ObjectInfo> orAbort(Optional<ObjectInfo> completed) {
        if (completed.isEmpty()) {
            abort();
        }
        return completed;
    }

    /** Throws away the parts, as far as the service can be reached. */
    void abort() {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(name).uploadId(id));
        } catch (SdkException e) {
            // discardUnfinished does it later
        }
    }
}
