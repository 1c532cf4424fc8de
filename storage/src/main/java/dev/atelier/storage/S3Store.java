package dev.atelier.storage;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Checksum;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ContentType;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.Retry;
import dev.atelier.core.store.RunningChecksum;
import dev.atelier.core.store.SignedLinks;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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
public final class S3Store implements ObjectStore {
    /** Where a service keeps no checksums of its own, this one travels with the object. */
    static final String CHECKSUM = "atelier-crc32c";

    private final S3Account account;
    private final S3Client client;
    private final String bucket;
    private final Parts parts;
    private final OrderedPages pages = new OrderedPages(this::page);

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
    public Optional<ObjectInfo> stat(String name) {
        ObjectName.checked(name);
        return call("looking at", name, () -> {
            try {
                HeadObjectResponse head =
                        client.headObject(request -> request.bucket(bucket).key(name));
                return Optional.of(info(name, head.contentLength(), head.eTag()));
            } catch (S3Exception e) {
                if (isMissing(e)) {
                    return Optional.<ObjectInfo>empty();
                }
                throw e;
            }
        });
    }

    @Override
    public ObjectStream read(String name, long offset, long length) {
        return read(name, offset, length, null);
    }

    @Override
    public ObjectStream read(ObjectInfo version, long offset, long length) {
        return read(version.name(), offset, length, version.etag());
    }

    private ObjectStream read(String name, long offset, long length, String etag) {
        ObjectName.checked(name);
        if (length <= 0) {
            return empty(name, etag);
        }
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucket).key(name);
        boolean whole = offset == 0 && length == Long.MAX_VALUE;
        if (!whole) {
            String end = length > Long.MAX_VALUE - offset ? "" : Long.toString(offset + length - 1);
            request.range("bytes=" + offset + "-" + end);
        } else {
            request.checksumMode(ChecksumMode.ENABLED);
        }
        if (etag != null) {
            request.ifMatch(quoted(etag));
        }
        return call("reading", name, () -> {
            try {
                ResponseInputStream<GetObjectResponse> in = client.getObject(request.build());
                GetObjectResponse response = in.response();
                ObjectInfo info = info(name, size(response), response.eTag());
                return new ObjectStream(info, new AbortedReads(in), checksum(response));
            } catch (S3Exception e) {
                if (e.statusCode() == 416) {
                    return empty(name, etag);
                }
                if (isMissing(e)) {
                    throw new NoSuchObjectException(address(name));
                }
                if (e.statusCode() == 412) {
                    throw NoSuchObjectException.changed(address(name));
                }
                throw e;
            }
        });
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

    private ObjectStream empty(String name, String etag) {
        ObjectInfo now = stat(name).orElseThrow(() -> new NoSuchObjectException(address(name)));
        if (etag != null && !etag.equals(now.etag())) {
            throw NoSuchObjectException.changed(address(name));
        }
        return new ObjectStream(now, InputStream.nullInputStream());
    }

    @Override
    public Optional<ObjectInfo> put(String name, Content content, WriteCondition condition) {
        ObjectName.checked(name);
        try (InputStream in = content.open()) {
            byte[] first = in.readNBytes(Parts.SIZE);
            if (first.length < Parts.SIZE) {
                return putAtOnce(name, first, condition);
            }
            return ConditionsBefore.mayHold(this, name, condition)
                    ? putInParts(name, first, in, condition)
                    : Optional.empty();
        } catch (IOException e) {
            throw new InfrastructureException(
                    "writing " + address(name) + " failed: what was to be written cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private Optional<ObjectInfo> putAtOnce(String name, byte[] bytes, WriteCondition condition) {
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
                name, bytes.length, condition, () -> client.putObject(request.build(), RequestBody.fromBytes(bytes))
                        .eTag());
    }

    private Optional<ObjectInfo> putInParts(String name, byte[] first, InputStream rest, WriteCondition condition)
            throws IOException {
        var upload = S3Upload.begin(this, client, bucket, name);
        try {
            long size = upload.send(parts, first, rest);
            return upload.orAbort(write(name, size, condition, () -> upload.complete(condition)));
        } catch (IOException | RuntimeException e) {
            upload.abort();
            throw e;
        }
    }

    /** @param request gives the etag */
    Optional<ObjectInfo> write(String name, long size, WriteCondition condition, Supplier<String> request) {
        return call("writing", name, () -> {
            try {
                return Optional.of(info(name, size, request.get()));
            } catch (S3Exception e) {
                boolean conditional = !(condition instanceof WriteCondition.Always);
                boolean gone = condition instanceof WriteCondition.IfUnchanged && code(e).equals("NoSuchKey");
                if (conditional && (e.statusCode() == 412 || gone)) {
                    return Optional.<ObjectInfo>empty();
                }
                throw e;
            }
        });
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
            return upload.orAbort(write(target, version.size(), condition, () -> upload.complete(condition)));
        } catch (RuntimeException e) {
            upload.abort();
            throw e;
        }
    }

    @Override
    public ObjectPage list(String prefix, String after, int limit) {
        return pages.page(prefix, after, limit);
    }

    private ObjectPage page(String prefix, String after, int limit) {
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

    @Override
    public void discardUnfinished(String prefix) {
        call("discarding uploads in", prefix, () -> {
            for (MultipartUpload upload : client.listMultipartUploadsPaginator(
                            request -> request.bucket(bucket).prefix(prefix))
                    .uploads()) {
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

    <T> T call(String doing, String name, Supplier<T> request) {
        try {
            return request.get();
        } catch (S3Exception e) {
            throw ServiceFailure.refused(doing + " " + address(name), e.statusCode(), code(e), e);
        } catch (SdkException e) {
            throw S3Failure.of(doing + " " + address(name), e);
        }
    }

    private static String code(S3Exception e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? ""
                : e.awsErrorDetails().errorCode();
    }

    private static boolean isMissing(S3Exception e) {
        return e.statusCode() == 404 && !code(e).equals("NoSuchBucket");
    }

    ObjectInfo info(String name, Long size, String etag) {
        if (size == null || etag == null) {
            // a connection that is cut between headers looks like an answer without the rest
            throw new TransientException("the answer about " + address(name) + " broke off");
        }
        return new ObjectInfo(name, size, etag.replace("\"", ""));
    }

    static String quoted(String etag) {
        return "\"" + etag + "\"";
    }

    /** S3 wants checksums as the Base64 of their bytes. */
    static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
