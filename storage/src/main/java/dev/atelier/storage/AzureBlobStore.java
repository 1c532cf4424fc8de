package dev.atelier.storage;

import com.azure.core.http.rest.PagedResponse;
import com.azure.core.http.rest.Response;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobDownloadContentResponse;
import com.azure.storage.blob.models.BlobDownloadHeaders;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Checksum;
import dev.atelier.core.store.ContentType;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.Retry;
import dev.atelier.core.store.RunningChecksum;
import dev.atelier.core.store.SignedLinks;
import dev.atelier.core.store.WriteCondition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A container of Azure Blob Storage. Every request is made once; blocks that were sent and never committed are no
 * objects, and the service forgets them within a week.
 */
public final class AzureBlobStore extends ServiceStore {
    private static final String FOLDER_MARK = "hdi_isfolder";

    /** Metadata: a checksum that takes a tenth of the time of the MD5 that the service knows. */
    private static final String CHECKSUM = "atelier_crc32c";

    private final AzureAccount account;
    private final BlobServiceClient service;
    private final BlobContainerClient container;
    private final Set<Capability> capabilities;
    private final Parts parts;

    /** @param retry for the parts of large objects */
    public AzureBlobStore(AzureAccount account, String container, Retry retry) {
        this(account, container, EnumSet.allOf(Capability.class), retry);
    }

    /** @param capabilities what the credential permits */
    AzureBlobStore(AzureAccount account, String container, Set<Capability> capabilities, Retry retry) {
        this.account = account;
        this.service = AzureClients.client(account);
        this.container = service.getBlobContainerClient(container);
        this.capabilities = Set.copyOf(capabilities);
        this.parts = new Parts(retry);
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    Optional<ObjectInfo> look(String name) {
        BlobProperties properties = blob(name).getProperties();
        boolean folder = properties.getMetadata().containsKey(FOLDER_MARK);
        return folder ? Optional.empty() : Optional.of(info(name, properties.getBlobSize(), properties.getETag()));
    }

    /** The SDK's own input stream makes a second request for an object's properties, which the first has told. */
    @Override
    ObjectStream open(String name, long offset, long length, String etag) {
        BlockBlobClient blob = blob(name);
        BlobDownloadContentResponse first = download(blob, offset, Math.min(ReadBlocks.SIZE, length), etag);
        BlobDownloadHeaders headers = first.getDeserializedHeaders();
        InputStream bytes = new ByteArrayInputStream(first.getValue().toBytes());
        String range = headers.getContentRange();
        long size = range == null
                ? headers.getContentLength()
                : Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
        ObjectInfo info = info(name, size, headers.getETag());
        long end = length > size - offset ? size : offset + length;
        InputStream in = end - offset <= ReadBlocks.SIZE
                ? bytes
                : new ReadBlocks(
                        bytes,
                        offset + ReadBlocks.SIZE,
                        end,
                        (from, count) -> call("reading", name, () -> download(blob, from, count, info.etag())
                                .getValue()
                                .toBytes()));
        return new ObjectStream(info, in, checksum(headers));
    }

    private static Optional<Checksum> checksum(BlobDownloadHeaders headers) {
        String crc = headers.getMetadata().get(CHECKSUM);
        if (crc != null) {
            return Optional.of(new Checksum(Checksum.Algorithm.CRC32C, crc));
        }
        byte[] md5 = headers.getContentRange() == null && headers.getBlobContentMD5() == null
                ? headers.getContentMd5()
                : headers.getBlobContentMD5();
        return Optional.ofNullable(md5)
                .map(m -> new Checksum(Checksum.Algorithm.MD5, HexFormat.of().formatHex(m)));
    }

    private static BlobDownloadContentResponse download(BlockBlobClient blob, long offset, long length, String etag) {
        var conditions = etag == null ? null : new BlobRequestConditions().setIfMatch(quoted(etag));
        return blob.downloadContentWithResponse(
                new DownloadRetryOptions().setMaxRetryRequests(0),
                conditions,
                new BlobRange(offset, length),
                false,
                null,
                Context.NONE);
    }

    @Override
    Optional<ObjectInfo> putAtOnce(String name, byte[] bytes, WriteCondition condition) {
        BlockBlobClient blob = blob(name);
        byte[] md5 = md5(bytes);
        var options = new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(bytes))
                .setContentMd5(md5)
                .setHeaders(headers(name, md5))
                .setMetadata(Map.of(
                        CHECKSUM,
                        RunningChecksum.of(Checksum.Algorithm.CRC32C, bytes).hex()))
                .setRequestConditions(conditions(condition));
        return write(
                name,
                condition,
                () -> written(name, bytes.length, blob.uploadWithResponse(options, null, Context.NONE)));
    }

    @Override
    Optional<ObjectInfo> putInParts(String name, byte[] first, InputStream rest, WriteCondition condition)
            throws IOException {
        BlockBlobClient blob = blob(name);
        String upload = UUID.randomUUID().toString();
        var whole = new RunningChecksum(Checksum.Algorithm.MD5);
        whole.update(first, 0, first.length);
        var crc = new RunningChecksum(Checksum.Algorithm.CRC32C);
        crc.update(first, 0, first.length);
        var counted = new CountedReads(new CountedReads(rest, whole), crc);
        List<String> ids = parts.send(
                address(name),
                first,
                counted,
                (number, bytes) -> call("writing", name, () -> {
                    String id = Base64.getEncoder()
                            .encodeToString(String.format(Locale.ROOT, "%s-%06d", upload, number)
                                    .getBytes(StandardCharsets.US_ASCII));
                    blob.stageBlockWithResponse(
                            new BlockBlobStageBlockOptions(id, BinaryData.fromBytes(bytes)).setContentMd5(md5(bytes)),
                            null,
                            Context.NONE);
                    return id;
                }));
        byte[] md5 = HexFormat.of().parseHex(whole.value().hex());
        String crc32c = crc.value().hex();
        var options = new BlockBlobCommitBlockListOptions(ids)
                .setHeaders(headers(name, md5))
                .setMetadata(Map.of(CHECKSUM, crc32c))
                .setRequestConditions(conditions(condition));
        long size = first.length + counted.count();
        return write(
                name,
                condition,
                () -> written(name, size, blob.commitBlockListWithResponse(options, null, Context.NONE)));
    }

    private static ObjectInfo written(String name, long size, Response<BlockBlobItem> answer) {
        return info(name, size, answer.getValue().getETag());
    }

    @Override
    public Optional<ObjectInfo> copy(String source, String target, WriteCondition condition) {
        return new AzureCopy(this, account, blob(source), blob(target))
                .copy(source, target, conditions(condition), e -> isConflict(e, condition));
    }

    @Override
    ObjectPage page(String prefix, String after, int limit) {
        // the service begins with a name, not behind it
        var options = new ListBlobsOptions()
                .setPrefix(prefix)
                .setMaxResultsPerPage(Math.min(5000, limit + 1))
                .setDetails(new BlobListDetails().setRetrieveMetadata(true));
        if (!after.isEmpty()) {
            options.setStartFrom(after);
        }
        return call("listing", prefix, () -> {
            List<ObjectInfo> found = new ArrayList<>();
            for (PagedResponse<BlobItem> page :
                    container.listBlobs(options, null).iterableByPage()) {
                for (BlobItem item : page.getValue()) {
                    boolean folder =
                            item.getMetadata() != null && item.getMetadata().containsKey(FOLDER_MARK);
                    if (folder || ObjectName.ORDER.compare(item.getName(), after) <= 0) {
                        continue;
                    }
                    if (found.size() == limit) {
                        return new ObjectPage(found, false);
                    }
                    found.add(info(
                            item.getName(),
                            item.getProperties().getContentLength(),
                            item.getProperties().getETag()));
                }
            }
            return new ObjectPage(found, true);
        });
    }

    @Override
    public void delete(String name) {
        BlockBlobClient blob = blob(name);
        call("deleting", name, blob::deleteIfExists);
    }

    @Override
    void deleteVersion(ObjectInfo version) {
        blob(version.name())
                .deleteWithResponse(
                        null, new BlobRequestConditions().setIfMatch(quoted(version.etag())), null, Context.NONE);
    }

    @Override
    public Optional<SignedLinks> links() {
        return account.credential() instanceof AzureAccount.Signature
                ? Optional.empty()
                : Optional.of(new AzureLinks(service, container, account));
    }

    @Override
    public String address(String name) {
        return "az://" + container.getBlobContainerName() + "/" + name;
    }

    private BlockBlobClient blob(String name) {
        return container.getBlobClient(ObjectName.checked(name)).getBlockBlobClient();
    }

    @Override
    Optional<Refusal> refusal(RuntimeException failure) {
        return failure instanceof BlobStorageException e
                ? Optional.of(new Refusal(
                        e.getStatusCode(),
                        e.getErrorCode() != null
                                ? e.getErrorCode().toString()
                                : e.getStatusCode() == 400 ? ServiceFailure.UNREADABLE : ""))
                : Optional.empty();
    }

    @Override
    RuntimeException unanswered(String doing, RuntimeException failure) {
        return AzureFailure.of(doing, failure);
    }

    static ObjectInfo info(String name, long size, String etag) {
        return new ObjectInfo(name, size, unquoted(etag));
    }

    private static BlobRequestConditions conditions(WriteCondition condition) {
        var conditions = new BlobRequestConditions();
        if (condition instanceof WriteCondition.IfAbsent) {
            return conditions.setIfNoneMatch("*");
        }
        return condition instanceof WriteCondition.IfUnchanged unchanged
                ? conditions.setIfMatch(quoted(unchanged.etag()))
                : conditions;
    }

    private static BlobHttpHeaders headers(String name, byte[] md5) {
        return new BlobHttpHeaders().setContentType(ContentType.of(name)).setContentMd5(md5);
    }

    private static byte[] md5(byte[] bytes) {
        return HexFormat.of()
                .parseHex(RunningChecksum.of(Checksum.Algorithm.MD5, bytes).hex());
    }
}
