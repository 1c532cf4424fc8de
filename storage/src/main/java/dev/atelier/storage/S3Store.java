package dev.atelier.storage;

import dev.atelier.core.failure.TransientException;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Checksum;
import dev.atelier.core.store.ConditionsBefore;
import dev.atelier.core.store.ContentType;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.Retry;
import dev.atelier.core.store.RunningChecksum;
import dev.atelier.core.store.SignedLinks;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket of S3, or of a service that speaks its protocol. Every request is made once. */
public final class S3Store extends ServiceStore {
    /** Where a service keeps no checksums of its own, this one travels with the object. */
    static final String CHECKSUM = "atelier-crc32c";

    /** AWS's word for a body that broke off. S3Proxy says InvalidRequest, which means much else, and gives no reason. */
    private static final String INCOMPLETE = "IncompleteBody";

    private final S3Account account;
    private final S3Client client;
    private final String bucket;
    private final Parts parts;

    /** @param retry for the parts of large objects */
    public S3Store(S3Account account, String bucket, Retry retry) {
        this.account = account;
        this.client = S3Clients.client(account);
        this.bucket = bucket;
        this.parts = new Parts(retry);
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    Optional<ObjectInfo> look(String name) {
        HeadObjectResponse head =
                client.headObject(request -> request.bucket(bucket).key(name));
        return Optional.of(info(name, head.contentLength(), head.eTag()));
    }

    @Override
    ObjectStream open(String name, long offset, long length, String etag) {
        boolean whole = offset == 0 && length == Long.MAX_VALUE;
        ResponseInputStream<GetObjectResponse> in = get(name, whole ? "" : range(offset, length), etag);
        GetObjectResponse response = in.response();
        ObjectInfo info = info(name, size(response), response.eTag());
        long end = length > info.size() - offset ? info.size() : offset + length;
        InputStream bytes = new UnfinishedReads(in);
        if (end - offset > 2L * ReadBlocks.SIZE) {
            bytes = new ReadBlocks(
                    new FirstBytes(bytes, ReadBlocks.SIZE),
                    offset + ReadBlocks.SIZE,
                    end,
                    (from, count) -> call("reading", name, () -> {
                        try (var block = get(name, range(from, count), info.etag())) {
                            return block.readAllBytes();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }));
        }
        return new ObjectStream(info, bytes, checksum(response));
    }

    private static String range(long offset, long length) {
        return "bytes=" + offset + "-" + (length > Long.MAX_VALUE - offset ? "" : Long.toString(offset + length - 1));
    }

    /** @param range empty for all, whose checksum the service then tells */
    private ResponseInputStream<GetObjectResponse> get(String name, String range, String etag) {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucket).key(name);
        if (range.isEmpty()) {
            request.checksumMode(ChecksumMode.ENABLED);
        } else {
            request.range(range);
        }
        if (etag != null) {
            request.ifMatch(quoted(etag));
        }
        return client.getObject(request.build());
    }

    private static Long size(GetObjectResponse response) {
        String range = response.contentRange();
        return range == null ? response.contentLength() : Long.valueOf(range.substring(range.lastIndexOf('/') + 1));
    }

    private static Optional<Checksum> checksum(GetObjectResponse response) {
        if (response.checksumCRC32C() != null && response.checksumType() != ChecksumType.COMPOSITE) {
            byte[] value = Base64.getDecoder().decode(response.checksumCRC32C());
            return Optional.of(
                    new Checksum(Checksum.Algorithm.CRC32C, HexFormat.of().formatHex(value)));
        }
        return Optional.ofNullable(response.metadata().get(CHECKSUM))
                .map(hex -> new Checksum(Checksum.Algorithm.CRC32C, hex));
    }

    @Override
    Optional<ObjectInfo> putAtOnce(String name, byte[] bytes, WriteCondition condition) {
        String crc = RunningChecksum.of(Checksum.Algorithm.CRC32C, bytes).hex();
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(name)
                .contentType(ContentType.of(name))
                .metadata(Map.of(CHECKSUM, crc))
                .checksumCRC32C(base64(crc));
        if (condition instanceof WriteCondition.IfAbsent) {
            request.ifNoneMatch("*");
        } else if (condition instanceof WriteCondition.IfUnchanged unchanged) {
            request.ifMatch(quoted(unchanged.etag()));
        }
        return write(
                name,
                condition,
                () -> info(
                        name,
                        (long) bytes.length,
                        client.putObject(request.build(), RequestBody.fromBytes(bytes))
                                .eTag()));
    }

    @Override
    Optional<ObjectInfo> putInParts(String name, byte[] first, InputStream rest, WriteCondition condition)
            throws IOException {
        var upload = S3Upload.begin(this, client, bucket, name);
        try {
            long size = upload.send(parts, first, rest);
            return upload.orAbort(write(name, condition, () -> info(name, size, upload.complete(condition))));
        } catch (IOException | RuntimeException e) {
            upload.abort();
            throw e;
        }
    }

    @Override
    public Optional<ObjectInfo> copy(String source, String target, WriteCondition condition) {
        ObjectName.checked(target);
        ObjectInfo version = stat(source).orElseThrow(() -> new NoSuchObjectException(address(source)));
        if (version.size() == 0) {
            return putAtOnce(target, new byte[0], condition);
        }
        if (!ConditionsBefore.mayHold(this, target, condition)) {
            return Optional.empty();
        }
        // copying at once takes no condition everywhere; an upload whose parts are copied does
        var upload = S3Upload.begin(this, client, bucket, target);
        try {
            upload.copyParts(version);
            return upload.orAbort(
                    write(target, condition, () -> info(target, version.size(), upload.complete(condition))));
        } catch (RuntimeException e) {
            upload.abort();
            throw e;
        }
    }

    @Override
    ObjectPage page(String prefix, String after, int limit) {
        return call("listing", prefix, () -> {
            ListObjectsV2Response page = client.listObjectsV2(request -> {
                request.bucket(bucket).prefix(prefix).maxKeys(limit);
                if (!after.isEmpty()) {
                    request.startAfter(after);
                }
            });
            List<ObjectInfo> found = page.contents().stream()
                    .filter(object -> ObjectName.ORDER.compare(object.key(), after) > 0
                            && !object.key().endsWith("/"))
                    .map(object -> info(object.key(), object.size(), object.eTag()))
                    .toList();
            boolean complete = !Boolean.TRUE.equals(page.isTruncated());
            if (found.isEmpty() && !complete) {
                int last = page.contents().size() - 1;
                return page(prefix, page.contents().get(last).key(), limit);
            }
            return new ObjectPage(found, complete);
        });
    }

    @Override
    public void delete(String name) {
        ObjectName.checked(name);
        call("deleting", name, () -> {
            try {
                return client.deleteObject(request -> request.bucket(bucket).key(name));
            } catch (S3Exception e) {
                if (isMissing(e)) {
                    return null;
                }
                throw e;
            }
        });
    }

    /** Not every service that speaks S3's protocol obeys the condition, so the object is looked at as well. */
    @Override
    void deleteVersion(ObjectInfo version) {
        String etag = quoted(version.etag());
        client.headObject(request -> request.bucket(bucket).key(version.name()).ifMatch(etag));
        client.deleteObject(
                request -> request.bucket(bucket).key(version.name()).ifMatch(etag));
    }

    @Override
    public void discardUnfinished(String place) {
        boolean one = !place.isEmpty() && !place.endsWith("/");
        call("discarding uploads to", place, () -> {
            for (MultipartUpload upload : client.listMultipartUploadsPaginator(
                            request -> request.bucket(bucket).prefix(place))
                    .uploads()) {
                if (one && !upload.key().equals(place)) {
                    continue;
                }
                client.abortMultipartUpload(
                        request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()));
            }
            return null;
        });
    }

    @Override
    public Optional<SignedLinks> links() {
        return Optional.of(new S3Links(account, bucket));
    }

    @Override
    public String address(String name) {
        return "s3://" + bucket + "/" + name;
    }

    @Override
    Optional<Refusal> refusal(RuntimeException failure) {
        if (!(failure instanceof S3Exception e)) {
            return Optional.empty();
        }
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        boolean unexplained = code.equals("InvalidRequest") && "Bad Request".equals(details.errorMessage());
        return Optional.of(new Refusal(e.statusCode(), unexplained ? INCOMPLETE : code));
    }

    @Override
    RuntimeException unanswered(String doing, RuntimeException failure) {
        return failure instanceof SdkException e ? S3Failure.of(doing, e) : failure;
    }

    ObjectInfo info(String name, Long size, String etag) {
        if (size == null || etag == null) {
            // a connection that is cut between headers looks like an answer without the rest
            throw new TransientException("the answer about " + address(name) + " broke off");
        }
        return new ObjectInfo(name, size, unquoted(etag));
    }

    /** S3 wants checksums as the Base64 of their bytes. */
    static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
